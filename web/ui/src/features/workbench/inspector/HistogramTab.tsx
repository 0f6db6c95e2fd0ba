// SPDX-License-Identifier: Apache-2.0
// How often each value occurs, in FLOAT and in the run, with the range that the quantized tensor can hold. Its ends can be dragged.
import { Checkbox } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { formatCount, formatShare, formatSignificant } from '@shared/format';
import { Loaded } from '@shared/ui/states';
import { useHasRun, useLayerDetails, useStatistics } from '../api/hooks';
import { useSimulation, useWorkbench } from '../context';
import { useBox } from '../state/useWidth';
import { useTexts } from '../texts';
import type { Statistics } from '../types';
import { Figure } from './Figure';
import classes from './inspector.module.css';
import { NotRun } from './NotRun';
import { axisRange, isSymmetric, moveEnd, outside, tidy, toPixels, toValue, widened, type Axis, type Ends } from './thresholds';

export const bins = 128;
const height = 240;

// The chart's library is fetched where a histogram is looked at.
const Plot = lazy(() => import('./Plot').then((module) => ({ default: module.Plot })));

export function HistogramTab() {
  const { selected } = useWorkbench();
  const ran = useHasRun(selected);
  const query = useStatistics(selected, 'output', bins, ran);
  if (!ran) return <NotRun />;
  return <Loaded query={query}>{(data) => <Histogram key={selected} data={data} />}</Loaded>;
}

function Histogram({ data }: { data: Statistics }) {
  const t = useTexts();
  const { selected, session } = useWorkbench();
  const { busy, modes } = useSimulation();
  const [ref, { width }] = useBox({ width: 440, height });
  const [logarithmic, setLogarithmic] = useState(true);
  const [axis, setAxis] = useState<Axis>();
  const details = useLayerDetails(selected).data;
  const quantization = details?.tensors.find(({ name }) => name === 'output')?.quantization;
  const step = details?.mode === 'int' && quantization ? quantization.scale : 0;
  const histogram = useMemo(
    () => data.histogram && { ...widened({ ...data.histogram, float: data.histogram.float }, step), thresholds: data.histogram.thresholds },
    [data.histogram, step],
  );
  const told = histogram?.thresholds as Ends | undefined;
  const [dragged, setDragged] = useState<Ends>();
  const ends = dragged ?? told;
  const [symmetric, setSymmetric] = useState(() => told !== undefined && isSymmetric(told));
  const range = useMemo(() => (histogram ? axisRange(histogram.low, histogram.high, told) : ([0, 1] as const)), [histogram, told]);
  const onAxis = useCallback((next: Axis) => setAxis(next), []);
  const mode = modes[selected] ?? 'float';
  const labels = useMemo(() => ({ run: t('statistics.run'), float: t('mode.float') }), [t]);
  const colours = useMemo(() => ({ run: mode === 'float' ? '--q-text' : `--q-${mode}`, float: '--q-float' }), [mode]);
  if (!histogram) return <p className={classes['note']}>{t('histogram.none')}</p>;

  const least = (range[1] - range[0]) / 1000;
  const commit = (next: Ends | undefined) => {
    setDragged(undefined);
    if (!next || (told && next[0] === told[0] && next[1] === told[1])) return;
    session.edit({ kind: 'quantize', layers: [selected], activation: { range: [tidy(next[0]), tidy(next[1])] } });
  };
  const size = (histogram.high - histogram.low) / histogram.run.length;
  const table = () =>
    histogram.run.map((count, bin) => [
      formatSignificant(histogram.low + bin * size, 5),
      formatSignificant(histogram.low + (bin + 1) * size, 5),
      ...(histogram.float ? [histogram.float[bin]] : []),
      count,
    ]);
  const handle = (end: 0 | 1) => {
    if (!ends || !axis) return null;
    const value = ends[end];
    const drag = (event: PointerEvent<HTMLElement>) => {
      const left = event.clientX - (event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0);
      setDragged(moveEnd(ends, end, toValue(axis, left), symmetric, least));
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const by: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };
      const step = by[event.key];
      if (step !== undefined) setDragged(moveEnd(ends, end, value + step * 5 * least, symmetric, least));
      else if (event.key === 'Enter') commit(dragged);
      else if (event.key === 'Escape') setDragged(undefined);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    return (
      <div
        className={classes['handle']}
        style={{ left: toPixels(axis, value), height: height - 32 }}
        role="slider"
        tabIndex={0}
        aria-label={t(end === 0 ? 'histogram.lower' : 'histogram.upper')}
        aria-valuemin={range[0]}
        aria-valuemax={range[1]}
        aria-valuenow={value}
        aria-valuetext={`${formatSignificant(value)}. ${t('histogram.keys')}`}
        aria-disabled={busy}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture?.(event.pointerId);
          setDragged(ends);
        }}
        onPointerMove={(event) => dragged && event.buttons > 0 && drag(event)}
        onPointerUp={() => commit(dragged)}
        onPointerCancel={() => setDragged(undefined)}
      />
    );
  };
  return (
    <>
      <div className={classes['row']}>
        <Checkbox size="xs" label={t('histogram.log')} checked={logarithmic} onChange={(event) => setLogarithmic(event.currentTarget.checked)} />
        {told && <Checkbox size="xs" label={t('histogram.symmetric')} checked={symmetric} onChange={(event) => setSymmetric(event.currentTarget.checked)} />}
        <span className={classes['legend']}>
          <span>
            <i style={{ background: 'var(--q-float)' }} />
            {labels.float}
          </span>
          <span>
            <i style={{ background: `var(${colours.run})` }} />
            {labels.run}
          </span>
        </span>
      </div>
      <Figure
        title={t('histogram.title')}
        head={[t('histogram.from'), t('histogram.to'), ...(histogram.float ? [labels.float] : []), labels.run]}
        rows={table}
      >
        <div ref={ref} className={classes['chart']} style={{ height }} data-testid="histogram">
          <Suspense fallback={null}>
            <Plot
              low={histogram.low}
              high={histogram.high}
              run={histogram.run}
              float={histogram.float}
              range={range}
              logarithmic={logarithmic}
              width={width}
              height={height}
              labels={labels}
              colours={colours}
              onAxis={onAxis}
            />
          </Suspense>
          {axis && ends && (
            <>
              <div className={classes['outside']} style={{ left: axis.left, width: Math.max(0, toPixels(axis, ends[0]) - axis.left), height: height - 32 }} />
              <div
                className={classes['outside']}
                style={{ left: toPixels(axis, ends[1]), width: Math.max(0, axis.left + axis.width - toPixels(axis, ends[1])), height: height - 32 }}
              />
            </>
          )}
          {handle(0)}
          {handle(1)}
        </div>
      </Figure>
      {ends && (
        <p className={classes['readout']} aria-live="polite">
          <span>{t('histogram.range', { low: formatSignificant(ends[0]), high: formatSignificant(ends[1]) })}</span>
          {histogram.float && <span>{t('histogram.outside', { share: formatShare(outside(histogram.float, histogram.low, histogram.high, ends)) })}</span>}
          {dragged && <span>{t('histogram.release')}</span>}
          <span>{t('histogram.count', { count: formatCount(data.run.count) })}</span>
        </p>
      )}
    </>
  );
}
