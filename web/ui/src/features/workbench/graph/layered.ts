// SPDX-License-Identifier: Apache-2.0
// A layered layout without recursion for networks that dagre cannot hold: rows by rank, order within a row by
// the mean place of the neighbours, a few sweeps down and up. O(edges x sweeps).
import { ranksOf, type Edge } from './ranks';

export interface Size {
  width: number;
  height: number;
}
export interface Spacing {
  between: number;
  rows: number;
}
export interface Place {
  x: number;
  y: number;
}

const sweeps = 4;

/** Centres of the nodes; the smallest left and upper edge is 0. */
export function layered(sizes: readonly Size[], edges: readonly Edge[], spacing: Spacing): Place[] {
  const count = sizes.length;
  const ranks = ranksOf(count, edges);
  const above: number[][] = Array.from({ length: count }, () => []);
  const below: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) {
    above[to]!.push(from);
    below[from]!.push(to);
  }
  const rows: number[][] = [];
  for (let node = 0; node < count; ++node) (rows[ranks[node]!] ??= []).push(node);

  const x = new Float64Array(count);
  for (const row of rows) settle(row, row.map(() => 0), sizes, spacing.between, x);
  for (let sweep = 0; sweep < sweeps; ++sweep) {
    const down = sweep % 2 === 0;
    const neighbours = down ? above : below;
    for (let step = 0; step < rows.length; ++step) {
      const row = rows[down ? step : rows.length - 1 - step]!;
      const wanted = row.map((node) => mean(neighbours[node]!, x, x[node]!));
      settle(row, wanted, sizes, spacing.between, x);
    }
  }

  const places: Place[] = [];
  let left = Infinity;
  for (let node = 0; node < count; ++node) left = Math.min(left, x[node]! - sizes[node]!.width / 2);
  let top = 0;
  for (const row of rows) {
    let height = 0;
    for (const node of row) height = Math.max(height, sizes[node]!.height);
    for (const node of row) places[node] = { x: x[node]! - left, y: top + height / 2 };
    top += height + spacing.rows;
  }
  return places;
}

function mean(nodes: readonly number[], x: Float64Array, otherwise: number): number {
  if (nodes.length === 0) return otherwise;
  let sum = 0;
  for (const node of nodes) sum += x[node]!;
  return sum / nodes.length;
}

/** Puts a row's nodes as near to the wanted places as they go without overlap, the row's mean kept. */
function settle(row: number[], wanted: readonly number[], sizes: readonly Size[], between: number, x: Float64Array): void {
  const order = row.map((_, position) => position).sort((a, b) => wanted[a]! - wanted[b]! || row[a]! - row[b]!);
  let edge = -Infinity;
  let shift = 0;
  for (const position of order) {
    const node = row[position]!;
    const half = sizes[node]!.width / 2;
    const place = Math.max(wanted[position]!, edge + half);
    shift += place - wanted[position]!;
    x[node] = place;
    edge = place + half + between;
  }
  const back = row.length > 0 ? shift / row.length : 0;
  for (const node of row) x[node] = x[node]! - back;
  const sorted = order.map((position) => row[position]!);
  for (let position = 0; position < row.length; ++position) row[position] = sorted[position]!;
}
