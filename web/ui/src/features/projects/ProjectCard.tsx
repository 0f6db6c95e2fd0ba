// SPDX-License-Identifier: Apache-2.0
// A project: its network in small, what was measured last, whose it is, how old.
import { ActionIcon, Badge, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@shared/api/client';
import { keys, useGraph } from '@shared/api/queries';
import type { Project, Scores } from '@shared/api/types';
import { formatAge, formatBytes, formatScore, formatTime } from '@shared/format';
import { Thumbnail } from '@shared/graph/Thumbnail';
import { useLanguage } from '@shared/i18n';
import { ConfirmByName } from '@shared/ui/ConfirmByName';
import { NameModal } from '@shared/ui/NameModal';
import { notify, notifyError } from '@shared/ui/notify';
import classes from './ProjectsPage.module.css';
import { useTexts } from './texts';

const MODES = ['float', 'hybrid', 'int'] as const;

function Best({ scores }: { scores: Scores | undefined }) {
  const t = useTexts();
  const measured = MODES.filter((mode) => scores?.[mode] !== undefined);
  if (!scores || measured.length === 0) return <p className={classes['fine']}>{t('notMeasured')}</p>;
  return (
    <p className={classes['scores']}>
      <span className="q-dim">{scores.metric ?? 'mAP'}</span>
      {measured.map((mode) => (
        <span key={mode}>
          <span className="q-dim">{t(mode)}</span> <b>{formatScore(scores[mode])}</b>
        </span>
      ))}
    </p>
  );
}

function Picture({ project }: { project: Project }) {
  const t = useTexts();
  const graph = useGraph(project.latestExperiment);
  if (!graph.data) return <div className={classes['blank']}>{project.latestExperiment ? '' : t('notCompiled')}</div>;
  return <Thumbnail graph={graph.data} label={t('thumbnail', { name: graph.data.name, count: graph.data.layers.length })} />;
}

export function ProjectCard({ project }: { project: Project }) {
  const t = useTexts();
  const language = useLanguage();
  const client = useQueryClient();
  const [asking, setAsking] = useState<'rename' | 'delete'>();
  const path = { project: project.id };
  const put = (change: (list: Project[]) => Project[]) =>
    client.setQueryData<Project[]>(keys.projects, (list) => list && change(list));
  const failed = (error: Error) => {
    notifyError(error, t('failed'));
    void client.invalidateQueries({ queryKey: keys.projects });
  };
  const rename = useMutation({
    mutationFn: (name: string) => unwrap(api.PATCH('/projects/{project}', { params: { path }, body: { name } })),
    onSuccess: (renamed) => {
      put((list) => list.map((other) => (other.id === renamed.id ? renamed : other)));
      client.setQueryData(keys.project(renamed.id), renamed);
      setAsking(undefined);
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/projects/{project}', { params: { path } })),
    onMutate: () => put((list) => list.filter(({ id }) => id !== project.id)),
    onSuccess: () => notify(t('deleted', { name: project.name })),
    onError: failed,
  });

  return (
    <article className={classes['card']} aria-label={project.name}>
      <Picture project={project} />
      <div className={classes['cardHead']}>
        <h2>
          <Link to="/projects/$project" params={path} className={classes['cardLink']}>
            {project.name}
          </Link>
        </h2>
        {project.example && <Badge variant="outline" size="sm">{t('example')}</Badge>}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('menu', { name: project.name })} className={classes['above']}>
              ⋯
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAsking('rename')}>{t('rename')}</Menu.Item>
            <Menu.Item onClick={() => setAsking('delete')}>{t('delete')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <Best scores={project.best} />
      <p className={classes['fine']}>
        {t('files', { count: project.files })} · {t('experiments', { count: project.experiments })} · {formatBytes(project.bytes)}
      </p>
      <p className={classes['fine']}>
        {t('owner', { name: project.owner })} ·{' '}
        <time dateTime={project.changed} title={formatTime(project.changed, language)}>
          {t('changed', { age: formatAge(project.changed, language) })}
        </time>
      </p>
      <NameModal
        opened={asking === 'rename'}
        title={t('renameTitle')}
        label={t('name')}
        submit={t('save')}
        value={project.name}
        busy={rename.isPending}
        onSubmit={(name) => rename.mutate(name)}
        onClose={() => setAsking(undefined)}
      />
      <ConfirmByName opened={asking === 'delete'} name={project.name} title={t('deleteTitle')} onConfirm={() => remove.mutate()} onClose={() => setAsking(undefined)}>
        {t('deleteText', { files: project.files, experiments: project.experiments })}
      </ConfirmByName>
    </article>
  );
}
