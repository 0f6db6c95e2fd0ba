// SPDX-License-Identifier: Apache-2.0
// All projects of the person, as cards.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@shared/api/client';
import { keys, useProjects } from '@shared/api/queries';
import { NameModal } from '@shared/ui/NameModal';
import { notifyError } from '@shared/ui/notify';
import { EmptyState, Loaded } from '@shared/ui/states';
import { useShortcuts } from '@shared/ui/shortcuts';
import { useTitle } from '@shared/ui/useTitle';
import { ProjectCard } from './ProjectCard';
import classes from './ProjectsPage.module.css';
import { useTexts } from './texts';

const FIND_FROM = 7; // projects; fewer are seen at a glance

export function ProjectsPage() {
  const t = useTexts();
  useTitle(t('title'));
  const client = useQueryClient();
  const navigate = useNavigate();
  const projects = useProjects();
  const [making, setMaking] = useState(false);
  const [wanted, setWanted] = useState('');
  const create = useMutation({
    mutationFn: (name: string) => unwrap(api.POST('/projects', { body: { name } })),
    onSuccess: (project) => {
      client.setQueryData(keys.project(project.id), project);
      void client.invalidateQueries({ queryKey: keys.projects });
      void navigate({ to: '/projects/$project', params: { project: project.id }, search: { upload: true } });
    },
    onError: (error) => notifyError(error, t('failed')),
  });
  useShortcuts(t('title'), [{ keys: 'n', text: t('new'), run: () => setMaking(true) }]);

  return (
    <div className={classes['page']}>
      <div className={classes['head']}>
        <h1>{t('title')}</h1>
        {(projects.data?.length ?? 0) >= FIND_FROM && (
          <TextInput aria-label={t('find')} placeholder={t('find')} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
        )}
        <Button onClick={() => setMaking(true)}>{t('new')}</Button>
      </div>
      <Loaded query={projects} lines={6}>
        {(list) => {
          const shown = list.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
          if (list.length === 0)
            return (
              <EmptyState title={t('empty')} action={<Button onClick={() => setMaking(true)}>{t('new')}</Button>}>
                {t('emptyHelp')}
              </EmptyState>
            );
          if (shown.length === 0) return <EmptyState title={t('noneFound')} />;
          return (
            <ul className={classes['cards']}>
              {shown.map((project) => (
                <li key={project.id}>
                  <ProjectCard project={project} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <NameModal
        opened={making}
        title={t('new')}
        label={t('name')}
        description={t('nameHelp')}
        submit={t('create')}
        busy={create.isPending}
        onSubmit={(name) => create.mutate(name)}
        onClose={() => setMaking(false)}
      />
    </div>
  );
}
