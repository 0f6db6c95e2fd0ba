// SPDX-License-Identifier: Apache-2.0
// From the network and the state of its run to what each node of the drawing shows: plain values, so that a node that did not change is not drawn again.
import { viridis, wantsDarkText } from '@shared/colors';
import { formatShape } from '@shared/format';
import { levelOf, valueOf, type Measure } from '../colour/measure';
import type { Graph, LayerError, Mode } from '../types';
import type { FoldedGraph, Stretch } from './fold';
import { markOf, shortKind } from './kinds';
import type { Rectangle } from './viewport';

export const nodeWidth = 176;
export const nodeHeight = 44;

/** Of a node with its centre there. */
export function boxOf({ x, y }: { x: number; y: number }): Rectangle {
  return { x: x - nodeWidth / 2, y: y - nodeHeight / 2, width: nodeWidth, height: nodeHeight };
}

export type Progress = 'waiting' | 'paused' | 'done' | 'stale';

export interface NodeView {
  node: number;
  first: number;
  last: number;
  title: string;
  subtitle: string;
  mark: string;
  /** of the measure; undefined where nothing is known */
  fill: string | undefined;
  /** what the fill stands for, in its unit */
  value: string;
  dark: boolean;
  mode: Mode | 'mixed' | 'host';
  progress: Progress;
  breakpoint: boolean;
  selected: boolean;
  marked: boolean;
}

export interface RunView {
  modes: readonly Mode[];
  position: number;
  stale: ReadonlySet<number>;
  breakpoints: ReadonlySet<number>;
  errors: ReadonlyMap<number, LayerError>;
  measure: Measure;
  selected: number;
  marked: ReadonlySet<number>;
}

/** "conv, conv, add" of a folded stretch: kinds in order, equal neighbours counted. */
export function contentOf(graph: Graph, { first, last }: Stretch): string {
  const parts: { kind: string; count: number }[] = [];
  for (let layer = first; layer <= last; ++layer) {
    const kind = shortKind(graph.layers[layer]!.kind);
    const before = parts.at(-1);
    if (before?.kind === kind) ++before.count;
    else parts.push({ kind, count: 1 });
  }
  const words = parts.map(({ kind, count }) => (count > 1 ? `${count} ${kind}` : kind));
  return words.length > 5 ? `${words.slice(0, 4).join(', ')}, …` : words.join(', ');
}

export function viewOf(graph: Graph, folded: FoldedGraph, node: number, run: RunView): NodeView {
  const stretch = folded.nodes[node]!;
  const { first, last } = stretch;
  const single = first === last;
  const layer = graph.layers[first]!;
  const end = graph.layers[last]!;
  let level: number | undefined;
  let value = '';
  let mode: NodeView['mode'] | undefined;
  let stale = false;
  let breakpoint = false;
  let marked = false;
  for (let index = first; index <= last; ++index) {
    const each = graph.layers[index]!;
    const state = { layer: each, mode: run.modes[index] ?? 'float', error: run.errors.get(index) };
    const own = levelOf(run.measure, state);
    if (own !== undefined && (level === undefined || own > level)) {
      level = own;
      value = valueOf(run.measure, state);
    }
    const its: NodeView['mode'] = each.host ? 'host' : (run.modes[index] ?? 'float');
    if (mode === undefined || mode === 'host') mode = its;
    else if (its !== mode && its !== 'host') mode = 'mixed';
    stale ||= run.stale.has(index);
    breakpoint ||= run.breakpoints.has(index);
    marked ||= run.marked.has(index);
  }
  const { position } = run;
  const progress: Progress =
    position >= first && position <= last ? 'paused' : position > last ? (stale ? 'stale' : 'done') : 'waiting';
  return {
    node,
    first,
    last,
    title: single ? `${first}  ${layer.name}` : `${first}–${last}`,
    subtitle: single
      ? `${layer.text || shortKind(layer.kind)} · ${formatShape(layer.shape)}`
      : `${contentOf(graph, stretch)} · ${formatShape(end.shape)}`,
    mark: markOf(single ? layer.kind : end.kind),
    fill: level === undefined ? undefined : viridis(level),
    value: progress === 'waiting' ? '' : value,
    dark: level !== undefined && wantsDarkText(level),
    mode: mode ?? 'float',
    progress,
    breakpoint,
    selected: run.selected >= first && run.selected <= last,
    marked,
  };
}

/** Per node, where its long edges go to or come from. */
export function portsOf(folded: FoldedGraph, stubs: readonly { from: number; to: number }[]): { out: Map<number, number[]>; in: Map<number, number[]> } {
  const out = new Map<number, number[]>();
  const into = new Map<number, number[]>();
  const add = (map: Map<number, number[]>, node: number, layer: number) => {
    const list = map.get(node);
    if (list) list.push(layer);
    else map.set(node, [layer]);
  };
  for (const { from, to } of stubs) {
    add(out, from, folded.nodes[to]!.first);
    add(into, to, folded.nodes[from]!.last);
  }
  return { out, in: into };
}
