// SPDX-License-Identifier: Apache-2.0
// Starts a job on an experiment: evaluate, compare or cross, in which mode, on which pictures.
import { Button, Checkbox, Group, Modal, NativeSelect, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@shared/api/client';
import { keys, useFiles } from '@shared/api/queries';
import type { Experiment, Job, Mode, NewJob, ProjectFile } from '@shared/api/types';
import { ErrorState, Loaded } from '@shared/ui/states';
import classes from '../experiments/experiments.module.css';
import { FolderSelect } from '../files/FolderSelect';
import { guessFolder } from '../files/tree';
import { useTexts } from '../texts';

interface Props {
  kind: NewJob['kind'];
  project: string;
  experiment: Experiment;
  onClose: () => void;
}

const LIMITS: Record<NewJob['kind'], number | undefined> = { evaluate: undefined, compare: 8, cross: 20 };

function Form({ kind, project, experiment, files, onClose }: Props & { files: readonly ProjectFile[] }) {
  const t = useTexts();
  const client = useQueryClient();
  const integer = (experiment.modes ?? ['hybrid', 'int']).filter((mode) => mode !== 'float');
  const possible: Mode[] = kind === 'evaluate' ? ['float', ...integer] : [...integer].reverse();
  const [modes, setModes] = useState<readonly Mode[]>(kind === 'evaluate' ? possible.filter((mode) => mode !== 'hybrid') : possible.slice(0, 1));
  const [images, setImages] = useState(() => guessFolder(files, /test|val|eval/i));
  const [limit, setLimit] = useState<number | undefined>(LIMITS[kind]);
  const start = useMutation({
    mutationFn: async () => {
      const jobs: Job[] = [];
      for (const mode of modes) {
        const body: NewJob = { kind, experiment: experiment.id, mode, images, ...(limit === undefined ? {} : { limit }) };
        jobs.push(await unwrap(api.POST('/projects/{project}/jobs', { params: { path: { project } }, body })));
      }
      return jobs;
    },
    onSuccess: (jobs) => {
      client.setQueryData<Job[]>(keys.jobs(project), (list) => list && [...jobs.filter(({ id }) => !list.some((job) => job.id === id)).reverse(), ...list]);
      void client.invalidateQueries({ queryKey: keys.jobs(project) });
      onClose();
    },
  });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (modes.length > 0 && !start.isPending) start.mutate();
      }}
    >
      <p className={classes['hint']}>{t(`run.${kind}.text`)}</p>
      {kind === 'evaluate' ? (
        <Checkbox.Group label={t('run.modes')} value={[...modes]} onChange={(value) => setModes(possible.filter((mode) => value.includes(mode)))}>
          <Group mt={4}>
            {possible.map((mode) => (
              <Checkbox key={mode} value={mode} label={mode.toUpperCase()} />
            ))}
          </Group>
        </Checkbox.Group>
      ) : (
        <NativeSelect
          label={t('run.mode')}
          value={modes[0] ?? 'int'}
          onChange={(event) => setModes([event.currentTarget.value as Mode])}
          data={possible.map((mode) => ({ value: mode, label: mode.toUpperCase() }))}
        />
      )}
      <FolderSelect label={t('run.images')} help={t('run.imagesHelp')} files={files} value={images} onChange={setImages} />
      <NumberInput
        label={t('run.limit')}
        description={t('run.limitHelp')}
        placeholder={t('run.all')}
        min={1}
        allowDecimal={false}
        value={limit ?? ''}
        onChange={(value) => setLimit(typeof value === 'number' ? value : undefined)}
      />
      {start.isError && <ErrorState error={start.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={start.isPending} disabled={modes.length === 0} data-autofocus>
          {t('run.start')}
        </Button>
      </Group>
    </form>
  );
}

export function RunForm({ opened, ...form }: Props & { opened: boolean }) {
  const t = useTexts();
  return (
    <Modal opened={opened} onClose={form.onClose} title={`${t(`run.${form.kind}.action`)} · ${form.experiment.name}`} closeButtonProps={{ 'aria-label': t('close') }}>
      <Content {...form} />
    </Modal>
  );
}

function Content(form: Props) {
  const files = useFiles(form.project);
  return <Loaded query={files}>{(list) => <Form {...form} files={list} />}</Loaded>;
}
