// SPDX-License-Identifier: Apache-2.0
// How often each value occurs, in FLOAT and in the run, with the range that the quantized tensor can hold. Its ends can be dragged.
import { Checkbox } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { formatCount, formatShare, formatSignificant } from '@shared/format';
import { axisRange, widened, type Axis, type Ends } from '@shared/tensor/bins';
import { Figure } from '@shared/tensor/Figure';
import figures from '@shared/tensor/tensor.module.css';
import { useTexts as useTensorTexts } from '@shared/tensor/texts';
import { useBox } from '@shared/ui/useBox';
import { Loaded } from '@shared/ui/states';
import { useHasRun, useLayerDetails, useStatistics } from '../api/hooks';
import { useSimulation, useWorkbench } from '../context';
import { useTexts } from '../texts';
import type { Statistics } from '../types';
import classes from './inspector.module.css';
import { KeepsScale } from './KeepsScale';
import { NotRun } from './NotRun';
import { ownsOutput } from './quantization';
import { isSymmetric, moveEnd, outside, tidy, toPixels, toValue } from './thresholds';

export const bins = 128;
const height = 240;

// The chart's library is fetched where a histogram is looked at.
const HistogramPlot = lazy(() => import('@shared/tensor/HistogramPlot').then((module) => ({ default: module.HistogramPlot })));

export function HistogramTab() {
  const { selected } = useWorkbench();
  const ran = useHasRun(selected);
  const query = useStatistics(selected, 'output', bins, ran);
  if (!ran) return <NotRun />;
  return <Loaded query={query}>{(data) => <Histogram key={selected} data={data} />}</Loaded>;
}

function Histogram({ data }: { data: Statistics }) {
  const t = useTexts();
  const words = useTensorTexts();
  const { selected, session, graph } = useWorkbench();
  const { busy, modes } = useSimulation();
  const [ref, { width }] = useBox({ width: 440, height });
  const [logarithmic, setLogarithmic] = useState(true);
  const [axis, setAxis] = useState<Axis>();
  const details = useLayerDetails(selected).data;
  const quantization = details?.tensors.find(({ name }) => name === 'output')?.quantization;
  const step = details?.mode === 'int' && quantization ? quantization.scale : 0;
  const histogram = useMemo(() => {
    if (!data.histogram) return undefined;
    const { low, high, run, float, thresholds } = data.histogram;
    const own = widened({ low, high, counts: run }, step);
    return { low: own.low, high: own.high, run: own.counts, float: float && widened({ low, high, counts: float }, step).counts, thresholds };
  }, [data.histogram, step]);
  const told = histogram?.thresholds as Ends | undefined;
  const own = ownsOutput(graph, selected);
  const [dragged, setDragged] = useState<Ends>();
  const ends = dragged ?? told;
  const [symmetric, setSymmetric] = useState(() => told !== undefined && isSymmetric(told));
  const range = useMemo(() => (histogram ? axisRange(histogram.low, histogram.high, told) : ([0, 1] as const)), [histogram, told]);
  const onAxis = useCallback((next: Axis) => setAxis(next), []);
  const mode = modes[selected] ?? 'float';
  const labels = useMemo(() => ({ run: t('statistics.run'), float: t('mode.float') }), [t]);
  const colour = mode === 'float' ? '--q-text' : `--q-${mode}`;
  const lines = useMemo(() => {
    if (!histogram) return [];
    const { low, high, run, float } = histogram;
    return [
      ...(float ? [{ label: labels.float, colour: '--q-float', bins: { low, high, counts: float }, fill: false }] : []),
      { label: labels.run, colour, bins: { low, high, counts: run }, fill: true },
    ];
  }, [histogram, labels, colour]);
  if (!histogram) return <p className={figures['note']}>{words('histogram.none')}</p>;

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
    if (!ends || !axis || !own) return null;
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
        <Checkbox size="xs" label={words('histogram.log')} checked={logarithmic} onChange={(event) => setLogarithmic(event.currentTarget.checked)} />
        {told && own && <Checkbox size="xs" label={t('histogram.symmetric')} checked={symmetric} onChange={(event) => setSymmetric(event.currentTarget.checked)} />}
        <span className={figures['legend']}>
          <span>
            <i style={{ background: 'var(--q-float)' }} />
            {labels.float}
          </span>
          <span>
            <i style={{ background: `var(${colour})` }} />
            {labels.run}
          </span>
        </span>
      </div>
      <Figure
        title={words('histogram.title')}
        head={[words('histogram.from'), words('histogram.to'), ...(histogram.float ? [labels.float] : []), labels.run]}
        rows={table}
      >
        <div ref={ref} className={figures['chart']} style={{ height }} data-testid="histogram">
          <Suspense fallback={null}>
            <HistogramPlot lines={lines} range={range} logarithmic={logarithmic} width={width} height={height} onAxis={onAxis} />
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
      <KeepsScale layer={selected} />
      {ends && (
        <p className={figures['readout']} aria-live="polite">
          <span>{t('histogram.range', { low: formatSignificant(ends[0]), high: formatSignificant(ends[1]) })}</span>
          {histogram.float && <span>{t('histogram.outside', { share: formatShare(outside(histogram.float, histogram.low, histogram.high, ends)) })}</span>}
          {dragged && <span>{t('histogram.release')}</span>}
          <span>{t('histogram.count', { count: formatCount(data.run.count) })}</span>
        </p>
      )}
    </>
  );
}
