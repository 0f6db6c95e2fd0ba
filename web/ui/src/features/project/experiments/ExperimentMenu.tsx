// SPDX-License-Identifier: Apache-2.0
// What can be done with one experiment.
import { ActionIcon, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@shared/api/client';
import { keys } from '@shared/api/queries';
import type { Experiment, NewJob } from '@shared/api/types';
import { applyEvent } from '@shared/events/apply';
import { useCompileAgain } from '@shared/experiment/useCompileAgain';
import { NameModal } from '@shared/ui/NameModal';
import { notifyError } from '@shared/ui/notify';
import { deleteUndoably } from '@shared/ui/undoable';
import { RunForm } from '../jobs/RunForm';
import { useTexts } from '../texts';
import { PackageFiles } from './PackageFiles';

const KINDS: readonly NewJob['kind'][] = ['evaluate', 'compare', 'cross'];

export function ExperimentMenu({ project, experiment }: { project: string; experiment: Experiment }) {
  const t = useTexts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<NewJob['kind'] | 'rename' | 'files'>();
  const close = () => setAsking(undefined);
  const path = { experiment: experiment.id };
  const rename = useMutation({
    mutationFn: (name: string) => unwrap(api.PATCH('/experiments/{experiment}', { params: { path }, body: { name } })),
    onSuccess: (renamed) => {
      applyEvent(client, { kind: 'experiment', experiment: renamed });
      close();
    },
    onError: (error) => notifyError(error, t('failed')),
  });
  const compileAgain = useCompileAgain(experiment);
  const remove = () =>
    deleteUndoably({
      ids: [experiment.id],
      message: t('experiment.deleted', { name: experiment.name }),
      undo: t('undo'),
      run: async () => {
        await unwrap(api.DELETE('/experiments/{experiment}', { params: { path }, keepalive: true }));
        await client.invalidateQueries({ queryKey: keys.experiments(project) });
      },
    });
  const ready = experiment.state === 'ready';

  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('table.menu', { name: experiment.name })}>
            ⋯
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!ready} onClick={() => void navigate({ to: '/experiments/$experiment/workbench', params: path })}>
            {t('experiment.open')}
          </Menu.Item>
          {compileAgain.possible && <Menu.Item onClick={() => compileAgain.mutate()}>{t('experiment.compileAgain')}</Menu.Item>}
          {KINDS.map((kind) => (
            <Menu.Item key={kind} disabled={!ready} onClick={() => setAsking(kind)}>
              {t(`run.${kind}.action`)}
            </Menu.Item>
          ))}
          <Menu.Item disabled={!ready} onClick={() => setAsking('files')}>
            {t('experiment.files')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setAsking('rename')}>{t('rename')}</Menu.Item>
          <Menu.Item onClick={remove}>{t('delete')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NameModal
        opened={asking === 'rename'}
        title={t('experiment.renameTitle')}
        label={t('name')}
        submit={t('save')}
        value={experiment.name}
        busy={rename.isPending}
        onSubmit={(name) => rename.mutate(name)}
        onClose={close}
      />
      <PackageFiles opened={asking === 'files'} experiment={experiment} onClose={close} />
      <RunForm
        opened={asking === 'evaluate' || asking === 'compare' || asking === 'cross'}
        kind={asking === 'compare' || asking === 'cross' ? asking : 'evaluate'}
        project={project}
        experiment={experiment}
        onClose={close}
      />
    </>
  );
}
