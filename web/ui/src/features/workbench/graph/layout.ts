// SPDX-License-Identifier: Apache-2.0
// From nodes and edges to a drawing: dagre, or the own layered layout where dagre's recursion or time is too much.
import { Graph as DagreGraph, layout as dagreLayout } from '@dagrejs/dagre';
import { layered, type Place, type Size } from './layered';
import { ranksOf, splitLongEdges, type Edge } from './ranks';

export interface LayoutRequest {
  sizes: Size[];
  edges: Edge[];
}

export interface DrawnEdge extends Edge {
  /** x, y, x, y, ... from the lower edge of one node to the upper edge of the other */
  points: number[];
}

export interface Layout {
  places: Place[];
  edges: DrawnEdge[];
  stubs: Edge[];
  width: number;
  height: number;
  by: 'dagre' | 'layered';
}

/** Above this dagre becomes slow, and at about 2000 in a chain its recursion ends the stack. */
export const dagreLimit = 1500;

const spacing = { between: 24, rows: 32 };

/** `limit`: the most nodes that dagre is asked for. */
export function layOut({ sizes, edges }: LayoutRequest, limit = dagreLimit): Layout {
  const { drawn, stubs } = splitLongEdges(edges, ranksOf(sizes.length, edges));
  const result = sizes.length > limit ? byRows(sizes, drawn) : byDagre(sizes, drawn);
  let width = 0;
  let height = 0;
  result.places.forEach((place, node) => {
    width = Math.max(width, place.x + sizes[node]!.width / 2);
    height = Math.max(height, place.y + sizes[node]!.height / 2);
  });
  return { ...result, stubs, width, height };
}

type Placed = Pick<Layout, 'places' | 'edges' | 'by'>;

function byRows(sizes: Size[], drawn: Edge[]): Placed {
  const places = layered(sizes, drawn, spacing);
  return { places, edges: drawn.map((edge) => ({ ...edge, points: straight(edge, places, sizes) })), by: 'layered' };
}

function byDagre(sizes: Size[], drawn: Edge[]): Placed {
  const graph = new DagreGraph();
  graph.setGraph({ rankdir: 'TB', nodesep: spacing.between, ranksep: spacing.rows, edgesep: 12, ranker: 'longest-path' });
  graph.setDefaultEdgeLabel(() => ({}));
  sizes.forEach((size, node) => graph.setNode(String(node), { ...size }));
  for (const { from, to } of drawn) graph.setEdge(String(from), String(to), {});
  dagreLayout(graph);
  const places = sizes.map((_, node) => {
    const { x, y } = graph.node(String(node)) as { x: number; y: number };
    return { x, y };
  });
  const edges = drawn.map((edge) => {
    const { points } = graph.edge(String(edge.from), String(edge.to)) as { points?: Place[] };
    // dagre's first and last point are where the edge cuts the node's border.
    return { ...edge, points: points ? points.flatMap(({ x, y }) => [x, y]) : straight(edge, places, sizes) };
  });
  return { places, edges, by: 'dagre' };
}

function straight({ from, to }: Edge, places: readonly Place[], sizes: readonly Size[]): number[] {
  const start = places[from]!;
  const end = places[to]!;
  return [start.x, start.y + sizes[from]!.height / 2, end.x, end.y - sizes[to]!.height / 2];
}

/** An SVG path through the points, smooth where it bends. */
export function pathOf(points: readonly number[]): string {
  const count = points.length / 2;
  const at = (index: number) => [points[2 * index]!, points[2 * index + 1]!] as const;
  const text = (value: number) => String(Math.round(value * 10) / 10);
  const [startX, startY] = at(0);
  let path = `M${text(startX)} ${text(startY)}`;
  if (count === 2) {
    const [x, y] = at(1);
    const middle = (startY + y) / 2;
    return Math.abs(startX - x) < 0.5
      ? `${path}L${text(x)} ${text(y)}`
      : `${path}C${text(startX)} ${text(middle)} ${text(x)} ${text(middle)} ${text(x)} ${text(y)}`;
  }
  for (let index = 1; index < count - 1; ++index) {
    const [x, y] = at(index);
    const [nextX, nextY] = at(index + 1);
    const last = index === count - 2;
    const endX = last ? nextX : (x + nextX) / 2;
    const endY = last ? nextY : (y + nextY) / 2;
    path += `Q${text(x)} ${text(y)} ${text(endX)} ${text(endY)}`;
  }
  return path;
}
