// SPDX-License-Identifier: Apache-2.0
// The head of a project's page: where one is, how large it is, rename and delete.
import { ActionIcon, Badge, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@shared/api/client';
import { keys } from '@shared/api/queries';
import type { Project } from '@shared/api/types';
import { formatBytes } from '@shared/format';
import { ConfirmByName } from '@shared/ui/ConfirmByName';
import { NameModal } from '@shared/ui/NameModal';
import { notify, notifyError } from '@shared/ui/notify';
import classes from './ProjectPage.module.css';
import { useTexts } from './texts';

export function ProjectHead({ project }: { project: Project }) {
  const t = useTexts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'rename' | 'delete'>();
  const close = () => setAsking(undefined);
  const path = { project: project.id };
  const failed = (error: Error) => notifyError(error, t('failed'));
  const rename = useMutation({
    mutationFn: (name: string) => unwrap(api.PATCH('/projects/{project}', { params: { path }, body: { name } })),
    onSuccess: (renamed) => {
      client.setQueryData(keys.project(renamed.id), renamed);
      void client.invalidateQueries({ queryKey: keys.projects });
      close();
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/projects/{project}', { params: { path } })),
    onSuccess: () => {
      notify(t('project.deleted', { name: project.name }));
      client.setQueryData<Project[]>(keys.projects, (list) => list?.filter(({ id }) => id !== project.id));
      void navigate({ to: '/projects' });
    },
    onError: failed,
  });
  return (
    <div className={classes['head']}>
      <nav aria-label={t('project.place')}>
        <Link to="/projects">{t('project.all')}</Link> <span aria-hidden>/</span>
      </nav>
      <h1>{project.name}</h1>
      {project.example && <Badge variant="outline">{t('project.example')}</Badge>}
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('project.menu')}>
            ⋯
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('rename')}>{t('rename')}</Menu.Item>
          <Menu.Item onClick={() => setAsking('delete')}>{t('project.delete')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span className={classes['meta']}>
        {formatBytes(project.bytes)} · {project.owner}
      </span>
      <NameModal
        opened={asking === 'rename'}
        title={t('project.renameTitle')}
        label={t('name')}
        submit={t('save')}
        value={project.name}
        busy={rename.isPending}
        onSubmit={(name) => rename.mutate(name)}
        onClose={close}
      />
      <ConfirmByName opened={asking === 'delete'} name={project.name} title={t('project.delete')} onConfirm={() => remove.mutate()} onClose={close}>
        {t('project.deleteText')}
      </ConfirmByName>
    </div>
  );
}
