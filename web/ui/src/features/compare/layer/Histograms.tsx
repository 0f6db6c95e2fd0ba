// SPDX-License-Identifier: Apache-2.0
// How often each value occurs in A and in B, on one axis.
import { Checkbox } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { formatCount, formatSignificant } from '@shared/format';
import { axisRange, binSize, type Bins } from '@shared/tensor/bins';
import { Figure } from '@shared/tensor/Figure';
import figures from '@shared/tensor/tensor.module.css';
import { useTexts as useTensorTexts } from '@shared/tensor/texts';
import { useBox } from '@shared/ui/useBox';
import { useTexts } from '../texts';

export interface Histogram {
  /** A or B, and the experiment's name */
  name: string;
  colour: string;
  dash?: readonly number[];
  bins: Bins;
}

const height = 220;

// The chart's library is fetched where a histogram is looked at.
const HistogramPlot = lazy(() => import('@shared/tensor/HistogramPlot').then((module) => ({ default: module.HistogramPlot })));

export function Histograms({ histograms }: { histograms: readonly Histogram[] }) {
  const t = useTexts();
  const words = useTensorTexts();
  const [ref, { width }] = useBox({ width: 440, height });
  const [logarithmic, setLogarithmic] = useState(true);
  const lines = useMemo(() => histograms.map(({ name, colour, dash, bins }, index) => ({ label: name, colour, bins, fill: index === 0, ...(dash && { dash }) })), [histograms]);
  const range = useMemo(() => axisRange(Math.min(...histograms.map(({ bins }) => bins.low)), Math.max(...histograms.map(({ bins }) => bins.high)), undefined), [histograms]);
  const sizes = histograms.map(({ bins }) => binSize(bins));
  const widest = Math.max(...sizes);
  const table = () =>
    histograms.flatMap(({ name, bins }) =>
      bins.counts.map((count, bin) => [name, formatSignificant(bins.low + bin * binSize(bins), 5), formatSignificant(bins.low + (bin + 1) * binSize(bins), 5), formatCount(count)]),
    );
  return (
    <Figure
      title={words('histogram.title')}
      head={[t('layerPane.experiment'), words('histogram.from'), words('histogram.to'), words('statistics.count')]}
      rows={table}
    >
      <div className={figures['legend']}>
        <Checkbox size="xs" label={words('histogram.log')} checked={logarithmic} onChange={(event) => setLogarithmic(event.currentTarget.checked)} />
        {histograms.map(({ name, colour, dash }) => (
          <span key={name}>
            <svg width="20" height="8" aria-hidden>
              <line x1="0" x2="20" y1="4" y2="4" stroke={`var(${colour})`} strokeWidth="2" strokeDasharray={dash?.join(' ')} />
            </svg>{' '}
            {name}
          </span>
        ))}
        {sizes.some((size) => Math.abs(size - widest) > 1e-9 * widest) && <span>{t('layerPane.perBin', { size: formatSignificant(widest, 3) })}</span>}
      </div>
      <div ref={ref} className={figures['chart']} style={{ height }} data-testid="histograms">
        <Suspense fallback={null}>
          <HistogramPlot lines={lines} range={range} logarithmic={logarithmic} width={width} height={height} />
        </Suspense>
      </div>
    </Figure>
  );
}
