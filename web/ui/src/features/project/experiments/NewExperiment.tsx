// SPDX-License-Identifier: Apache-2.0
// The form of a new experiment: what is compiled, on which pictures, with which recipe.
import { Button, Group, Modal, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type Dispatch, type SetStateAction } from 'react';
import { api, unwrap } from '@shared/api/client';
import { keys } from '@shared/api/queries';
import type { Experiment, ProjectFile } from '@shared/api/types';
import { ErrorState } from '@shared/ui/states';
import { FolderSelect } from '../files/FolderSelect';
import { useTexts } from '../texts';
import { companions, firstDraft, ofKind, problemsOf, proposeName, RECIPES, recipeOf, requestOf, type Draft, type Recipe } from './draft';
import classes from './experiments.module.css';
import { InputOptions, QuantizationOptions } from './OptionFields';

interface Props {
  opened: boolean;
  project: string;
  files: readonly ProjectFile[];
  experiments: readonly Experiment[];
  onClose: () => void;
}

interface FormPart {
  draft: Draft;
  files: readonly ProjectFile[];
  set: (change: Partial<Draft>) => void;
}

/** A choice of one of the project's files, or of none. */
function FileSelect({ label, help, files, value, none, onChange }: { label: string; help?: string; files: readonly ProjectFile[]; value: string | null; none: string; onChange: (id: string | null) => void }) {
  return (
    <NativeSelect
      label={label}
      description={help}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      data={[{ value: '', label: none }, ...files.map(({ id, path }) => ({ value: id, label: path }))]}
    />
  );
}

function NetworkFields({ draft, files, set }: FormPart) {
  const t = useTexts();
  const cfg = files.find(({ id }) => id === draft.network)?.kind === 'darknet-cfg';
  return (
    <fieldset>
      <legend>{t('experiment.network')}</legend>
      <FileSelect
        label={t('experiment.networkFile')}
        files={ofKind(files, 'darknet-cfg', 'onnx')}
        value={draft.network}
        none={t('experiment.choose')}
        onChange={(network) => set({ network, ...companions(network, files) })}
      />
      {cfg && (
        <div className={classes['pair']}>
          <FileSelect
            label={t('experiment.weights')}
            files={ofKind(files, 'darknet-weights')}
            value={draft.weights}
            none={t('experiment.noWeights')}
            onChange={(weights) => set({ weights, seed: weights ? null : draft.seed })}
          />
          <NumberInput
            label={t('experiment.seed')}
            disabled={!!draft.weights}
            value={draft.seed ?? ''}
            min={0}
            allowDecimal={false}
            onChange={(value) => set({ seed: value === '' ? null : Number(value) })}
          />
        </div>
      )}
      <FileSelect label={t('experiment.names')} help={t('experiment.namesHelp')} files={ofKind(files, 'names')} value={draft.names} none={t('experiment.none')} onChange={(names) => set({ names })} />
      <FolderSelect label={t('experiment.calibration')} help={t('experiment.calibrationHelp')} files={files} value={draft.calibration} onChange={(calibration) => set({ calibration })} />
    </fieldset>
  );
}

function RecipeFields({ draft, files, set }: FormPart) {
  const t = useTexts();
  const id = useId();
  const recipe = recipeOf(draft.options);
  const options = (next: Draft['options']) => set({ options: next });
  return (
    <fieldset>
      <legend id={id}>{t('experiment.recipe')}</legend>
      <SegmentedControl
        aria-labelledby={id}
        fullWidth
        value={recipe}
        onChange={(value) => value !== 'custom' && options({ ...RECIPES[value as Recipe] })}
        data={[
          ...(Object.keys(RECIPES) as Recipe[]).map((value) => ({ value: value as string, label: t(`recipes.${value}.name`) })),
          { value: 'custom', label: t('recipes.custom.name') },
        ]}
      />
      <p className={classes['hint']}>{t(`recipes.${recipe}.text`)}</p>
      <details>
        <summary>{t('experiment.details')}</summary>
        <div className={classes['form']}>
          <QuantizationOptions options={draft.options} onChange={options} />
          <div className={classes['pair']}>
            <FileSelect label={t('experiment.overrides')} help={t('experiment.overridesHelp')} files={ofKind(files, 'overrides')} value={draft.overrides} none={t('experiment.none')} onChange={(overrides) => set({ overrides })} />
            <FileSelect label={t('experiment.sys')} help={t('experiment.sysHelp')} files={ofKind(files, 'sys')} value={draft.sys} none={t('experiment.none')} onChange={(sys) => set({ sys })} />
          </div>
        </div>
      </details>
      <details>
        <summary>{t('experiment.input')}</summary>
        <div className={classes['form']}>
          <InputOptions options={draft.options} onChange={options} onnx={files.find((file) => file.id === draft.network)?.kind === 'onnx'} />
        </div>
      </details>
    </fieldset>
  );
}

function Form({ project, files, experiments, onClose }: Omit<Props, 'opened'>) {
  const t = useTexts();
  const client = useQueryClient();
  const [draft, setDraft]: [Draft, Dispatch<SetStateAction<Draft>>] = useState(() => firstDraft(files, experiments));
  // The proposed name follows what is chosen until one types another.
  const set = (change: Partial<Draft>) =>
    setDraft((old) => {
      const next = { ...old, ...change };
      return next.named ? next : { ...next, name: proposeName(next, files, experiments) };
    });
  const problems = problemsOf(draft, files);
  const create = useMutation({
    mutationFn: () => unwrap(api.POST('/projects/{project}/experiments', { params: { path: { project } }, body: requestOf(draft) })),
    onSuccess: (experiment) => {
      client.setQueryData<Experiment[]>(keys.experiments(project), (list) => list && [experiment, ...list.filter(({ id }) => id !== experiment.id)]);
      void client.invalidateQueries({ queryKey: keys.jobs(project) });
      onClose();
    },
  });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (problems.length === 0 && !create.isPending) create.mutate();
      }}
    >
      <TextInput label={t('name')} required maxLength={120} data-autofocus value={draft.name} onChange={(event) => setDraft({ ...draft, named: true, name: event.currentTarget.value })} />
      <NetworkFields draft={draft} files={files} set={set} />
      <RecipeFields draft={draft} files={files} set={set} />
      {problems.length > 0 && (
        <ul role="status" className={classes['hint']}>
          {problems.map((problem) => (
            <li key={problem}>{t(`problems.${problem}`)}</li>
          ))}
        </ul>
      )}
      {create.isError && <ErrorState error={create.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={create.isPending} disabled={problems.length > 0}>
          {t('experiment.compile')}
        </Button>
      </Group>
    </form>
  );
}

export function NewExperiment({ opened, ...form }: Props) {
  const t = useTexts();
  return (
    <Modal opened={opened} onClose={form.onClose} size="xl" title={t('experiment.new')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Form {...form} />
    </Modal>
  );
}
