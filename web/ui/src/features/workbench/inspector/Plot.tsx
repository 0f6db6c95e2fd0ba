// SPDX-License-Identifier: Apache-2.0
// The histogram's canvas, drawn by uPlot: two stepped lines over equal bins.
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisText } from './axis';
import type { Axis } from './thresholds';

interface Props {
  low: number;
  high: number;
  run: readonly number[];
  float: readonly number[] | undefined;
  range: readonly [number, number];
  logarithmic: boolean;
  width: number;
  height: number;
  labels: { run: string; float: string };
  colours: { run: string; float: string };
  onAxis: (axis: Axis) => void;
}

/** A CSS variable as a canvas wants it. */
const resolve = (element: Element, name: string) => getComputedStyle(element).getPropertyValue(name).trim() || '#888';

export function Plot({ low, high, run, float, range, logarithmic, width, height, labels, colours, onAxis }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [min, max] = range;
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const size = (high - low) / run.length;
    // Each bin from its left edge to the next one; the last edge closes the last bin.
    const edges = Array.from({ length: run.length + 1 }, (_, bin) => low + bin * size);
    const close = (counts: readonly number[]) => {
      const values = counts.map((count) => (logarithmic && count === 0 ? null : count));
      return [...values, values.at(-1) ?? null];
    };
    const ink = resolve(element, '--q-dim');
    const grid = { stroke: resolve(element, '--q-line'), width: 1 };
    const paths = UPlot.paths.stepped!({ align: 1 });
    const line = (label: string, colour: string, fill: boolean): UPlot.Series => ({
      label,
      stroke: resolve(element, colour),
      width: 1.5,
      paths,
      points: { show: false },
      ...(fill && { fill: `${resolve(element, colour)}33` }),
    });
    const plot = new UPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false, range: [min, max] }, y: { distr: logarithmic ? 3 : 1, ...(!logarithmic && { range: (_, __, top) => [0, (top || 1) * 1.05] }) } },
        axes: [
          { stroke: ink, grid, ticks: grid, size: 32, values: (_, marks) => marks.map(axisText) },
          { stroke: ink, grid, ticks: grid, size: 68, values: (_, marks) => marks.map(axisText) },
        ],
        series: [{}, ...(float ? [line(labels.float, colours.float, false)] : []), line(labels.run, colours.run, true)],
        hooks: {
          ready: [
            ({ over }) => onAxis({ left: over.offsetLeft, width: over.clientWidth, min, max }),
          ],
        },
      },
      [edges, ...(float ? [close(float)] : []), close(run)] as UPlot.AlignedData,
      element,
    );
    return () => plot.destroy();
  }, [low, high, run, float, min, max, logarithmic, width, height, labels.run, labels.float, colours.run, colours.float, onAxis]);
  return <div ref={box} aria-hidden />;
}
