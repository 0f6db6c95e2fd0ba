// SPDX-License-Identifier: Apache-2.0
// A histogram's canvas, drawn by uPlot: stepped lines over equal bins on one axis.
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisText, axisWidth } from './axis';
import { binSize, perSize, type Axis, type Bins } from './bins';

export interface Line {
  label: string;
  /** a CSS variable */
  colour: string;
  bins: Bins;
  fill: boolean;
  dash?: readonly number[];
}

interface Props {
  /** drawn one over the other; counts are of bins as wide as the widest */
  lines: readonly Line[];
  range: readonly [number, number];
  logarithmic: boolean;
  width: number;
  height: number;
  onAxis?: (axis: Axis) => void;
}

/** A CSS variable as a canvas wants it. */
const resolve = (element: Element, name: string) => getComputedStyle(element).getPropertyValue(name).trim() || '#888';

/** Each bin from its left edge to the next one; the last edge closes the last bin. */
function tableOf(bins: Bins, size: number, logarithmic: boolean): [number[], (number | null)[]] {
  const own = binSize(bins);
  const values = perSize(bins, size).map((count) => (logarithmic && count === 0 ? null : count));
  return [Array.from({ length: values.length + 1 }, (_, bin) => bins.low + bin * own), [...values, values.at(-1) ?? null]];
}

export function HistogramPlot({ lines, range, logarithmic, width, height, onAxis }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [min, max] = range;
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const size = Math.max(...lines.map(({ bins }) => binSize(bins)));
    const ink = resolve(element, '--q-dim');
    const grid = { stroke: resolve(element, '--q-line'), width: 1 };
    const paths = UPlot.paths.stepped!({ align: 1 });
    const plot = new UPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false, range: [min, max] }, y: { distr: logarithmic ? 3 : 1, ...(!logarithmic && { range: (_, __, top) => [0, (top || 1) * 1.05] }) } },
        axes: [
          { stroke: ink, grid, ticks: grid, size: 32, values: (_, marks) => marks.map(axisText) },
          { stroke: ink, grid, ticks: grid, size: (_, texts) => axisWidth(texts), values: (_, marks) => marks.map(axisText) },
        ],
        series: [
          {},
          ...lines.map(({ label, colour, fill, dash }) => ({
            label,
            stroke: resolve(element, colour),
            width: 1.5,
            paths,
            points: { show: false },
            ...(fill && { fill: `${resolve(element, colour)}33` }),
            ...(dash && { dash: [...dash] }),
          })),
        ],
        hooks: {
          ready: [({ over }) => onAxis?.({ left: over.offsetLeft, width: over.clientWidth, min, max })],
        },
      },
      // Edges that are another line's alone are no gap in this one.
      UPlot.join(lines.map(({ bins }) => tableOf(bins, size, logarithmic))),
      element,
    );
    return () => plot.destroy();
  }, [lines, min, max, logarithmic, width, height, onAxis]);
  return <div ref={box} aria-hidden />;
}
