// SPDX-License-Identifier: Apache-2.0
// How the chosen layers are quantized: mode at once, widths and methods with a compilation.
import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSimulation, useWorkbench } from '../context';
import { useTexts } from '../texts';
import { layersWithMode, modes, type Mode } from '../types';
import figures from '@shared/tensor/tensor.module.css';
import classes from './inspector.module.css';
import { KeepsScale } from './KeepsScale';
import { ownsOutput } from './quantization';
import { editOf, emptyRule, methods, problemOf, weightMethods, type RuleForm } from './rule';

export function EditTab({ onMode }: { onMode: (mode: Mode) => void }) {
  const t = useTexts();
  const { graph, session, selected, marked } = useWorkbench();
  const simulation = useSimulation();
  const layers = marked.size > 0 ? [...marked].sort((a, b) => a - b) : [selected];
  const [activation, setActivation] = useState(emptyRule);
  const [weights, setWeights] = useState(emptyRule);
  const own = layersWithMode(graph, new Set(layers));
  const now = new Set(own.map((layer) => simulation.modes[layer]));
  const hasOutput = layers.some((layer) => ownsOutput(graph, layer));
  const hasWeights = layers.some((layer) => graph.layers[layer]?.weights);
  const problem = problemOf(activation) ?? problemOf(weights);
  const edit = editOf(layers, hasOutput ? activation : emptyRule, hasWeights ? weights : emptyRule);
  const name = layers.length > 1 ? t('edit.several', { count: layers.length }) : layers[0] === -1 ? t('edit.picture') : (graph.layers[layers[0] ?? 0]?.name ?? '');
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!edit || problem) return;
        session.edit(edit);
        setActivation(emptyRule);
        setWeights(emptyRule);
      }}
    >
      <p className={figures['note']}>{t('edit.of', { name })}</p>
      {own.length > 0 && (
        <div>
          <SegmentedControl
            size="xs"
            aria-label={t('edit.mode')}
            value={now.size === 1 ? ([...now][0] ?? '') : ''}
            onChange={(mode) => onMode(mode as Mode)}
            data={modes.map((value) => ({ value, label: t(`mode.${value}`) }))}
          />
          <p className={figures['note']}>{t('edit.modeHelp')}</p>
        </div>
      )}
      {hasOutput && <Part title={t('edit.activation')} form={activation} onChange={setActivation} activation />}
      {layers.length === 1 && <KeepsScale layer={layers[0] ?? 0} />}
      {!hasOutput && !hasWeights && layers.every((layer) => graph.layers[layer]?.scaleFrom === undefined) && <p className={figures['note']}>{t('edit.nothing')}</p>}
      {hasWeights && <Part title={t('edit.weights')} form={weights} onChange={setWeights} />}
      {problem && (
        <p role="alert" className={figures['note']}>
          {t(`edit.problem.${problem}`)}
        </p>
      )}
      <div className={classes['row']}>
        <Button type="submit" size="xs" disabled={!edit || !!problem || simulation.busy}>
          {t('edit.apply')}
        </Button>
        <span className={figures['note']}>{t('edit.compiles')}</span>
      </div>
    </form>
  );
}

function Part({ title, form, onChange, activation }: { title: string; form: RuleForm; onChange: (form: RuleForm) => void; activation?: boolean }) {
  const t = useTexts();
  const choose = (key: keyof RuleForm, values: readonly string[], label: string) => (
    <NativeSelect
      size="xs"
      label={label}
      value={form[key]}
      onChange={(event) => onChange({ ...form, [key]: event.currentTarget.value })}
      data={[{ value: '', label: t('edit.asIs') }, ...values.map((value) => ({ value, label: value }))]}
    />
  );
  const write = (key: keyof RuleForm, label: string, hint: string) => (
    <TextInput size="xs" label={label} placeholder={hint} inputMode="decimal" value={form[key]} onChange={(event) => onChange({ ...form, [key]: event.currentTarget.value })} />
  );
  return (
    <fieldset>
      <legend>{title}</legend>
      {write('width', t('edit.width'), '2–16')}
      {choose('method', activation ? methods : weightMethods, t('edit.method'))}
      {form.method === 'percentile' && write('percentile', t('edit.percentile'), '99.99')}
      {choose('scaleKind', ['any', 'log2'], t('edit.scaleKind'))}
      {activation ? choose('symmetry', ['symmetric', 'asymmetric'], t('edit.symmetry')) : choose('granularity', ['channel', 'tensor'], t('edit.granularity'))}
    </fieldset>
  );
}
