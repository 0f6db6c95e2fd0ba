// SPDX-License-Identifier: Apache-2.0
// The first visit to the example project, step by step. Ticks itself, can be left and begun again.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Guide } from '@shared/api/guide';
import { formatScore, formatSqnr } from '@shared/format';
import type { Measure } from '../colour/measure';
import { useSuggestion } from '../edits/useSuggestion';
import { useSimulation, useWorkbench } from '../context';
import { emptyRule, ruleOf } from '../inspector/rule';
import { compareBoxes } from '../result/match';
import { useTexts } from '../texts';
import { modeOfRun, type Mode, type Simulation } from '../types';
import { EvaluateSaved } from './EvaluateSaved';
import classes from './guide.module.css';
import { advance, steps } from './steps';

const memory = 'qsim-guide';
const skipped = 'skipped';

function read(): number | typeof skipped {
  const stored = localStorage.getItem(memory);
  if (stored === skipped) return skipped;
  const step = Number(stored);
  return Number.isInteger(step) && step >= 0 && step <= steps.length ? step : 0;
}

const keyOf = (edits: Simulation['edits']) => JSON.stringify(edits.map(({ text }) => text));

export function GuideStrip({ guide, onMeasure }: { guide: Guide; onMeasure: (measure: Measure) => void }) {
  const t = useTexts();
  const { graph, snapshot, selected, address, session, go } = useWorkbench();
  const simulation = useSimulation();
  const suggestion = useSuggestion();
  const [state, setState] = useState(read);
  const write = (next: number | typeof skipped) => {
    localStorage.setItem(memory, String(next));
    setState(next);
  };
  useEffect(() => {
    if (state === skipped || state >= steps.length) return;
    const next = advance(state, {
      guide,
      graph,
      simulation,
      answer: snapshot.answer,
      selected,
      tab: address.tab ?? 'pictures',
      saved: snapshot.saved,
    });
    if (next === state) return;
    localStorage.setItem(memory, String(next));
    setState(next);
  }, [state, guide, graph, simulation, snapshot.answer, snapshot.saved, selected, address.tab]);

  // Which modes stood with which edits: going back to modes that were there is an undo, not one more change.
  const seen = useRef(new Map<string, Mode | 'mixed'>());
  const { edits, modes } = simulation;
  useEffect(() => {
    seen.current.set(keyOf(edits), modeOfRun(graph, modes));
  }, [edits, modes, graph]);

  // What the dots of the timeline say is said by the graph too, while the step asks for it.
  const comparing = state !== skipped && steps[state] === 'timeline';
  useEffect(() => {
    if (comparing) onMeasure('isolated');
  }, [comparing, onMeasure]);

  if (state === skipped)
    return (
      <aside className={classes['strip']} aria-label={t('guide.title')} style={{ background: 'none', justifyContent: 'flex-end', padding: '0 12px' }}>
        <Button size="compact-xs" variant="subtle" onClick={() => write(0)}>
          {t('guide.restart')}
        </Button>
      </aside>
    );
  const finished = state >= steps.length;
  const step = steps[state];
  const layer = guide.layer === undefined ? '' : (graph.layers[guide.layer]?.name ?? '');
  const own = snapshot.errors.find((error) => error.layer === guide.layer)?.isolatedSqnr;
  const back = snapshot.answer && compareBoxes(snapshot.answer.run, snapshot.answer.float).pairs.find(({ float }) => guide.class === undefined || float.name === guide.class);
  const values = {
    layer,
    own: own === undefined ? '' : ` (${formatSqnr(own)})`,
    scores: back ? ` (${formatScore(back.float.score)} → ${formatScore(back.run.score)})` : '',
    class: guide.class ?? t('guide.anObject'),
    weaker: guide.weaker ? ` ${t('guide.weaker', { class: guide.weaker.class, before: formatScore(guide.weaker.before), after: formatScore(guide.weaker.after) })}` : '',
    method: [(guide.method ?? 'kl').toUpperCase(), guide.scale && t('guide.scale', { scale: guide.scale })].filter(Boolean).join(', '),
  };
  const help = () => {
    if (step === 'float' || step === 'int') {
      const all = graph.layers.filter(({ host }) => !host).map(({ index }) => index);
      const last = edits.at(-1);
      const differs = modeOfRun(graph, modes) !== step;
      if (differs && last?.kind === 'mode' && seen.current.get(keyOf(edits.slice(0, -1))) === step) session.undo();
      else if (differs) session.edit({ kind: 'mode', layers: all, mode: step }, t('edits.allModes', { mode: t(`mode.${step}`) }));
      // At the end a change runs by itself.
      if (simulation.position < simulation.layers) session.move({ kind: 'to', layer: graph.layers.length });
    } else if (step === 'timeline' && guide.layer !== undefined) go({ layer: guide.layer });
    else if (step === 'histogram' && guide.layer !== undefined) go({ layer: guide.layer, tab: 'histogram' });
    else if (step === 'method' && guide.layer !== undefined) {
      go({ layer: guide.layer, tab: 'edit' });
      session.edit({ kind: 'quantize', layers: [guide.layer], activation: ruleOf({ ...emptyRule, method: guide.method ?? 'kl', scaleKind: guide.scale ?? '' }) ?? {} });
    } else if (step === 'save') void session.save(suggestion);
  };
  return (
    <aside className={classes['strip']} aria-label={t('guide.title')}>
      <ol className={classes['dots']} aria-label={t('guide.progress', { done: Math.min(state, steps.length), count: steps.length })}>
        {steps.map((name, index) => (
          <li key={name} data-state={index < state ? 'done' : index === state ? 'now' : 'later'} aria-current={index === state ? 'step' : undefined}>
            {index < state ? '✓' : index + 1}
          </li>
        ))}
      </ol>
      <span className={classes['text']} aria-live="polite">
        {finished || !step ? t('guide.done') : t(`guide.${step}`, values)}
      </span>
      {finished && <EvaluateSaved guide={guide} />}
      {!finished && (
        <Button size="compact-xs" variant="default" onClick={help} disabled={simulation.busy || (step === 'save' && (snapshot.pending !== undefined || edits.length === 0))}>
          {t('guide.show')}
        </Button>
      )}
      <Button size="compact-xs" variant="default" onClick={() => write(finished ? 0 : skipped)}>
        {t(finished ? 'guide.restart' : 'guide.skip')}
      </Button>
      {finished && (
        <Button size="compact-xs" variant="default" onClick={() => write(skipped)}>
          {t('guide.hide')}
        </Button>
      )}
    </aside>
  );
}
