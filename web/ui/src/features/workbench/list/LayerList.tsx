// SPDX-License-Identifier: Apache-2.0
// All layers as a list: the graph's equal for the keyboard and for screen readers. Only rows near the window exist.
import { TextInput } from '@mantine/core';
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { viridis } from '@shared/colors';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { levelOf, valueOf, type Measure } from '../colour/measure';
import { markOf, shortKind } from '../graph/kinds';
import type { RunView } from '../graph/drawing';
import { useBox } from '@shared/ui/useBox';
import { useTexts } from '../texts';
import type { Graph, GraphLayer } from '../types';
import { filterLayers, visibleRows } from './filter';
import classes from './list.module.css';

const rowHeight = 28;

interface Props {
  graph: Graph;
  run: RunView;
  onSelect: (layer: number, extend: boolean) => void;
  onBreakpoint: (layer: number) => void;
  find: Ref<HTMLInputElement>;
}

export const LayerList = memo(function LayerList({ graph, run, onSelect, onBreakpoint, find }: Props) {
  const t = useTexts();
  const [text, setText] = useState('');
  const [scroll, setScroll] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const [measure, { height }] = useBox({ width: 240, height: 600 });
  // The same function at each render: another one would be attached anew, and each time the page laid out to be measured.
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      list.current = element;
      return measure(element);
    },
    [measure],
  );
  const layers = useMemo(() => filterLayers(graph.layers, text), [graph, text]);
  const rows = visibleRows(layers.length, rowHeight, scroll, height);
  const place = layers.findIndex(({ index }) => index === run.selected);

  useEffect(() => {
    const element = list.current;
    if (!element || place < 0) return;
    const top = place * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + height) element.scrollTop = top + rowHeight - height;
  }, [place, height]);

  const go = (step: number, extend: boolean) => {
    const next = layers[Math.min(layers.length - 1, Math.max(0, place < 0 ? 0 : place + step))];
    if (next) onSelect(next.index, extend);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -layers.length, End: layers.length };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    go(step, event.shiftKey);
  };
  return (
    <section className={classes['pane']} aria-label={t('list.title')}>
      <div className={classes['find']}>
        <TextInput
          ref={find}
          size="xs"
          type="search"
          aria-label={t('list.find')}
          placeholder={t('list.placeholder')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = layers[0];
            if (event.key === 'Enter' && first) onSelect(first.index, false);
            if (event.key === 'Escape') setText('');
            if (event.key === 'Enter' || event.key === 'Escape' || event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.focus();
            }
          }}
        />
        <CopyButton what={t('list.title')} text={() => tabSeparated(tableOf(graph, run))} />
      </div>
      <div
        ref={attach}
        className={classes['scroll']}
        role="listbox"
        tabIndex={0}
        aria-label={t('list.layers', { count: layers.length })}
        aria-multiselectable
        aria-activedescendant={place >= 0 ? `layer-${run.selected}` : undefined}
        onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
      >
        {layers.length === 0 && <p className={classes['none']}>{t('list.none')}</p>}
        <div style={{ height: layers.length * rowHeight }} role="presentation">
          {layers.slice(rows.first, rows.last + 1).map((layer, offset) => (
            <Row
              key={layer.index}
              layer={layer}
              place={rows.first + offset}
              count={layers.length}
              {...rowOf(layer, run)}
              onSelect={onSelect}
              onBreakpoint={onBreakpoint}
            />
          ))}
        </div>
      </div>
    </section>
  );
});

/** What list, graph and timeline show, for a spreadsheet. */
function tableOf({ layers }: Graph, { modes, errors }: RunView): (string | number | undefined)[][] {
  return [
    ['index', 'name', 'kind', 'shape', 'mode', 'sqnr dB', 'isolated dB', 'saturation', 'overflows'],
    ...layers.map(({ index, name, kind, text, shape, host }) => {
      const error = errors.get(index);
      return [index, name, `${kind} ${text}`.trim(), shape.join('x'), host ? 'host' : modes[index], error?.sqnr, error?.isolatedSqnr, error?.saturation, error?.overflows];
    }),
  ];
}

interface RowView {
  mode: 'float' | 'hybrid' | 'int' | 'host';
  progress: 'waiting' | 'paused' | 'done' | 'stale';
  breakpoint: boolean;
  selected: boolean;
  marked: boolean;
  measure: Measure;
  /** of the measure, in its unit and as a level; a layer that waits has neither */
  value: string;
  level: number | undefined;
}

function rowOf(layer: GraphLayer, run: RunView): RowView {
  const { index } = layer;
  const state = { layer, mode: run.modes[index] ?? 'float', error: run.errors.get(index) };
  const waiting = index > run.position;
  return {
    mode: layer.host ? 'host' : (run.modes[index] ?? 'float'),
    progress: index === run.position ? 'paused' : waiting ? 'waiting' : run.stale.has(index) ? 'stale' : 'done',
    breakpoint: run.breakpoints.has(index),
    selected: index === run.selected,
    marked: run.marked.has(index),
    measure: run.measure,
    value: waiting ? '' : valueOf(run.measure, state),
    level: waiting ? undefined : levelOf(run.measure, state),
  };
}

interface RowProps extends RowView {
  layer: GraphLayer;
  place: number;
  count: number;
  onSelect: (layer: number, extend: boolean) => void;
  onBreakpoint: (layer: number) => void;
}

const Row = memo(function Row(props: RowProps) {
  const { layer, place, count, mode, progress, breakpoint, selected, marked, measure, value, level, onSelect, onBreakpoint } = props;
  const t = useTexts();
  const kind = `${shortKind(layer.kind)} ${layer.text}`.trim();
  const words = [t(`mode.${mode}`), t(`progress.${progress}`), breakpoint ? t('list.breakpoint') : ''].filter(Boolean).join(', ');
  return (
    // The listbox has the keys.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`layer-${layer.index}`}
      role="option"
      tabIndex={-1}
      aria-selected={selected || marked}
      aria-setsize={count}
      aria-posinset={place + 1}
      className={classes['row']}
      style={{ top: place * rowHeight }}
      data-current={selected || undefined}
      data-mode={mode}
      data-progress={progress}
      onClick={(event) => onSelect(layer.index, event.shiftKey)}
    >
      {/* Inside an option nothing can be focused: the key b does the same. */}
      <span
        className={classes['dot']}
        data-on={breakpoint || undefined}
        data-testid={`break-${layer.index}`}
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          onBreakpoint(layer.index);
        }}
      />
      <span className={classes['number']}>{layer.index}</span>{' '}
      <svg className={classes['mark']} viewBox="0 0 12 12" aria-hidden>
        <path d={markOf(layer.kind)} />
      </svg>
      <span className={classes['name']}>
        {layer.name} <small>{kind}</small>
      </span>{' '}
      <span className={classes['number']} title={value && t(`measure.${measure}`)} data-testid={`value-${layer.index}`}>
        {value && <span className="q-hidden">{t(`measure.${measure}`)} </span>}
        {value}
      </span>{' '}
      <span className="q-hidden">{words}</span>
      <span className={classes['level']} style={level === undefined ? undefined : { background: viridis(level) }} aria-hidden />
    </div>
  );
});
