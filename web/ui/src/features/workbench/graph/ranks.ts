// SPDX-License-Identifier: Apache-2.0
// In which row of the drawing a layer stands, and which edges are too long to be drawn as lines.
import type { GraphLayer } from '../types';

export interface Edge {
  from: number;
  to: number;
}

/** Edges over more ranks than this become port stubs: layout of dense skips takes minutes otherwise. */
export const longestDrawnEdge = 8;

/** The edges between nodes 0..n-1, without those from the picture (-1) and without doubles. */
export function edgesOf(layers: readonly Pick<GraphLayer, 'index' | 'inputs'>[]): Edge[] {
  const edges: Edge[] = [];
  for (const layer of layers) {
    for (const from of new Set(layer.inputs)) {
      if (from >= 0) edges.push({ from, to: layer.index });
    }
  }
  return edges;
}

/**
 * The length of the longest way to each node. Nodes are in the order of execution: an edge goes to a
 * higher number, so one pass is enough and nothing recurses. Each node but the first ones keeps an edge of length 1.
 */
export function ranksOf(count: number, edges: readonly Edge[]): Int32Array {
  const ranks = new Int32Array(count);
  const sorted = [...edges].sort((a, b) => a.to - b.to);
  for (const { from, to } of sorted) ranks[to] = Math.max(ranks[to]!, ranks[from]! + 1);
  return ranks;
}

export interface SplitEdges {
  drawn: Edge[];
  stubs: Edge[];
}

export function splitLongEdges(edges: readonly Edge[], ranks: Int32Array, longest = longestDrawnEdge): SplitEdges {
  const drawn: Edge[] = [];
  const stubs: Edge[] = [];
  for (const edge of edges) (ranks[edge.to]! - ranks[edge.from]! > longest ? stubs : drawn).push(edge);
  return { drawn, stubs };
}
