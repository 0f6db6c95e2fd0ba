// SPDX-License-Identifier: Apache-2.0
// A network as a small picture: a bar for each layer as high as its maps, an arc for each tensor that skips layers.
import type { Graph } from '@shared/api/types';
import { FAMILY_COLOR, familyOf } from './kinds';

const WIDTH = 240;
const HEIGHT = 64;
const BASE = 56; // where the bars stand
const TALLEST = 28;

interface Bar {
  x: number;
  width: number;
  height: number;
  color: string;
}

/** Bars in the order of the layers; side of a map on a logarithmic scale, so that 416 and 13 are both seen. */
export function barsOf(graph: Graph): Bar[] {
  const step = WIDTH / Math.max(graph.layers.length, 8);
  const most = Math.log2(1 + Math.max(...graph.picture.slice(1), 2));
  return graph.layers.map((layer, index) => {
    const side = Math.max(layer.shape[1] ?? 1, layer.shape[2] ?? 1);
    return {
      x: index * step,
      width: Math.max(0.75, step - Math.min(2, step / 4)),
      height: Math.max(3, (Math.log2(1 + side) / most) * TALLEST),
      color: FAMILY_COLOR[familyOf(layer.kind)],
    };
  });
}

/** Arcs of inputs that are not the layer before. */
export function arcsOf(graph: Graph): string[] {
  const bars = barsOf(graph);
  const top = BASE - TALLEST - 2;
  return graph.layers.flatMap((layer, index) =>
    layer.inputs
      .filter((from) => from >= 0 && from < index - 1)
      .map((from) => {
        const [a, b] = [bars[from]!, bars[index]!];
        const [x0, x1] = [a.x + a.width / 2, b.x + b.width / 2];
        const rise = Math.min(top, 6 + ((x1 - x0) / WIDTH) * 40);
        return `M${x0.toFixed(1)} ${top}Q${((x0 + x1) / 2).toFixed(1)} ${(top - 2 * rise + 4).toFixed(1)} ${x1.toFixed(1)} ${top}`;
      }),
  );
}

/** `label` says in words what the picture shows. */
export function Thumbnail({ graph, label }: { graph: Graph; label: string }) {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} role="img" aria-label={label} preserveAspectRatio="none">
      <g fill="none" stroke="var(--q-line)" strokeWidth="1" vectorEffect="non-scaling-stroke">
        {arcsOf(graph).map((path) => (
          <path key={path} d={path} stroke="var(--q-dim)" opacity="0.7" />
        ))}
      </g>
      {barsOf(graph).map((bar) => (
        <rect key={bar.x} x={bar.x} y={BASE - bar.height} width={bar.width} height={bar.height} fill={bar.color} rx="0.5" />
      ))}
      <line x1="0" x2={WIDTH} y1={BASE + 1.5} y2={BASE + 1.5} stroke="var(--q-line)" />
    </svg>
  );
}
