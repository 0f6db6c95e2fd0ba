// SPDX-License-Identifier: Apache-2.0
// Folding: stretches of layers that one node can stand for. A stretch lies between two cuts: layers that every
// short way through the network passes. Long skips (drawn as stubs) do not count, so a skip over the whole net hides nothing.
import type { GraphLayer } from '../types';
import { edgesOf, ranksOf, splitLongEdges, type Edge } from './ranks';

export interface Stretch {
  first: number;
  last: number;
}

export type Folding = 'none' | 'blocks' | 'stages';

type Layer = Pick<GraphLayer, 'index' | 'inputs' | 'shape'>;

/** Blocks: what lies between two cuts and ends with the second, of at least two layers that branch. */
export function blocksOf(layers: readonly Layer[]): Stretch[] {
  const count = layers.length;
  const all = edgesOf(layers);
  const { drawn } = splitLongEdges(all, ranksOf(count, all));
  // How far the edges that begin at or before a layer reach: the layer is a cut where none goes past it but its own.
  const blocks: Stretch[] = [];
  const furthest = new Int32Array(count);
  for (const { from, to } of drawn) furthest[from] = Math.max(furthest[from]!, to);
  let reach = 0;
  let lastCut = -1;
  for (let layer = 0; layer < count; ++layer) {
    if (reach <= layer) {
      if (layer - lastCut > 1) blocks.push({ first: lastCut + 1, last: layer });
      lastCut = layer;
    }
    reach = Math.max(reach, furthest[layer]!);
  }
  if (count - 1 - lastCut > 1) blocks.push({ first: lastCut + 1, last: count - 1 });
  return blocks;
}

/** Stages: neighbouring layers of one resolution, cut only where a block does not cross. */
export function stagesOf(layers: readonly Layer[]): Stretch[] {
  const blocks = blocksOf(layers);
  const inside = new Uint8Array(layers.length);
  for (const { first, last } of blocks) inside.fill(1, first + 1, last + 1);
  const stages: Stretch[] = [];
  let first = 0;
  for (let layer = 1; layer <= layers.length; ++layer) {
    const before = layers[layer - 1]!;
    const here = layers[layer];
    if (here && (inside[layer] === 1 || (here.shape[1] === before.shape[1] && here.shape[2] === before.shape[2]))) continue;
    if (layer - first > 1) stages.push({ first, last: layer - 1 });
    first = layer;
  }
  return stages;
}

export function stretchesOf(layers: readonly Layer[], folding: Folding): Stretch[] {
  return folding === 'none' ? [] : folding === 'blocks' ? blocksOf(layers) : stagesOf(layers);
}

export interface FoldedGraph {
  /** Nodes in the order of execution; first === last is a layer by itself. */
  nodes: Stretch[];
  /** Between nodes, by place in `nodes`. */
  edges: Edge[];
  /** Which node shows a layer. */
  nodeOf: Int32Array;
}

/** `opened`: first layers of the stretches that a person opened in spite of the folding. */
export function fold(layers: readonly Layer[], stretches: readonly Stretch[], opened: ReadonlySet<number>): FoldedGraph {
  const nodeOf = new Int32Array(layers.length).fill(-1);
  const nodes: Stretch[] = [];
  const startAt = new Map(stretches.filter(({ first }) => !opened.has(first)).map((stretch) => [stretch.first, stretch]));
  for (let layer = 0; layer < layers.length; ) {
    const stretch = startAt.get(layer) ?? { first: layer, last: layer };
    nodeOf.fill(nodes.length, stretch.first, stretch.last + 1);
    nodes.push(stretch);
    layer = stretch.last + 1;
  }
  const seen = new Set<number>();
  const edges: Edge[] = [];
  for (const edge of edgesOf(layers)) {
    const from = nodeOf[edge.from]!;
    const to = nodeOf[edge.to]!;
    const key = from * nodes.length + to;
    if (from === to || seen.has(key)) continue;
    seen.add(key);
    edges.push({ from, to });
  }
  return { nodes, edges, nodeOf };
}
