// SPDX-License-Identifier: Apache-2.0
// Ranks, stubs, folding and both layouts, on the tiny network and on graphs of the sizes that real ones have.
import { describe, expect, it } from 'vitest';
import { chain, denseLike, denseSkips, layer, tiny } from '../testing/network';
import { contentOf, nodeHeight, nodeWidth, portsOf, viewOf, type RunView } from './drawing';
import { blocksOf, fold, stagesOf } from './fold';
import { layoutKey } from './hash';
import { layered } from './layered';
import { layOut, pathOf, type LayoutRequest } from './layout';
import { edgesOf, ranksOf, splitLongEdges } from './ranks';
import type { Graph } from '../types';

const requestOf = (graph: Graph): LayoutRequest => ({
  sizes: graph.layers.map(() => ({ width: nodeWidth, height: nodeHeight })),
  edges: edgesOf(graph.layers),
});
const timed = <T>(work: () => T): [T, number] => {
  const begin = performance.now();
  return [work(), performance.now() - begin];
};

describe('ranks', () => {
  it('are the length of the longest way', () => {
    expect([...ranksOf(6, edgesOf(tiny.layers))]).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it('leave every node but the first an edge of length 1, so that stubs disconnect nothing', () => {
    const { layers } = denseSkips();
    const edges = edgesOf(layers);
    const ranks = ranksOf(layers.length, edges);
    const { drawn, stubs } = splitLongEdges(edges, ranks);
    expect(stubs.length).toBeGreaterThan(1000);
    expect(drawn.length + stubs.length).toBe(edges.length);
    const reached = new Set(drawn.map(({ to }) => to));
    for (let node = 1; node < layers.length; ++node) expect(reached.has(node)).toBe(true);
  });
  it('takes an edge twice written once and none from the picture', () => {
    expect(edgesOf([layer(0, [-1, -1]), layer(1, [0, 0])])).toEqual([{ from: 0, to: 1 }]);
  });
});

describe('folding', () => {
  it('finds the block between two cuts', () => {
    // 1 feeds 2 and 4: layers 2, 3, 4 are one block that ends with the sum.
    expect(blocksOf(tiny.layers)).toEqual([{ first: 2, last: 4 }]);
  });
  it('leaves a chain alone', () => expect(blocksOf(chain(20).layers)).toEqual([]));
  it('does not let a skip over the whole network swallow it', () => {
    const { layers } = chain(30);
    layers[29] = layer(29, [28, 2]);
    expect(blocksOf(layers)).toEqual([]);
  });
  it('joins layers of one resolution into stages', () => {
    expect(stagesOf(tiny.layers)).toEqual([{ first: 1, last: 5 }]);
  });
  it('draws a folded stretch as one node with the edges of its layers', () => {
    const folded = fold(tiny.layers, blocksOf(tiny.layers), new Set());
    expect(folded.nodes).toEqual([
      { first: 0, last: 0 },
      { first: 1, last: 1 },
      { first: 2, last: 4 },
      { first: 5, last: 5 },
    ]);
    expect(folded.edges).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 3 },
    ]);
    expect([...folded.nodeOf]).toEqual([0, 1, 2, 2, 2, 3]);
    expect(fold(tiny.layers, blocksOf(tiny.layers), new Set([2])).nodes).toHaveLength(6);
    expect(contentOf(tiny, { first: 2, last: 4 })).toBe('2 conv, shortcut');
  });
});

describe('layout', () => {
  const noOverlap = (places: readonly { x: number; y: number }[]) => {
    const rows = new Map<number, number[]>();
    places.forEach(({ x, y }) => rows.set(Math.round(y), [...(rows.get(Math.round(y)) ?? []), x]));
    for (const xs of rows.values()) {
      xs.sort((a, b) => a - b);
      for (let index = 1; index < xs.length; ++index) expect(xs[index]! - xs[index - 1]!).toBeGreaterThanOrEqual(nodeWidth);
    }
  };
  it('puts readers below what they read', () => {
    const { places, edges, by } = layOut(requestOf(tiny));
    expect(by).toBe('dagre');
    for (const { from, to } of edges) expect(places[to]!.y).toBeGreaterThan(places[from]!.y);
    noOverlap(places);
  });
  it('lays 305 nodes out with dagre', () => {
    const [layout, time] = timed(() => layOut(requestOf(denseLike())));
    expect(layout.by).toBe('dagre');
    expect(time).toBeLessThan(5000);
  });
  it('holds 700 nodes with dense skips, whose long edges it leaves out', () => {
    const request = requestOf(denseSkips());
    expect(request.edges.length).toBeGreaterThan(2400);
    const [layout, time] = timed(() => layOut(request));
    expect(layout.edges.length).toBeLessThan(1300);
    expect(layout.stubs.length).toBe(request.edges.length - layout.edges.length);
    // With all its edges it takes a minute; here the machine may be busy with other things.
    expect(time).toBeLessThan(20_000);
  }, 60_000);
  it('falls back to rows above 1500 nodes, without recursion', () => {
    const [layout, time] = timed(() => layOut(requestOf(chain(5000))));
    expect(layout.by).toBe('layered');
    expect(layout.places).toHaveLength(5000);
    expect(time).toBeLessThan(5000);
  });
  it('rows do not overlap and stay within the drawing', () => {
    const { sizes, edges } = requestOf(denseLike());
    const places = layered(sizes, edges, { between: 24, rows: 32 });
    noOverlap(places);
    for (const { x, y } of places) {
      expect(x).toBeGreaterThanOrEqual(nodeWidth / 2 - 0.01);
      expect(y).toBeGreaterThanOrEqual(nodeHeight / 2 - 0.01);
    }
    for (const { from, to } of edges) expect(places[to]!.y).toBeGreaterThan(places[from]!.y);
  });
  it('has one key for one graph', () => {
    const one = layoutKey(requestOf(tiny));
    expect(layoutKey(requestOf(tiny))).toBe(one);
    expect(layoutKey(requestOf(chain(6)))).not.toBe(one);
    expect(layoutKey({ ...requestOf(tiny), sizes: tiny.layers.map(() => ({ width: 1, height: 1 })) })).not.toBe(one);
  });
  it('draws straight lines straight and others curved', () => {
    expect(pathOf([0, 0, 0, 10])).toBe('M0 0L0 10');
    expect(pathOf([0, 0, 10, 10])).toContain('C');
    expect(pathOf([0, 0, 5, 5, 10, 30])).toBe('M0 0Q5 5 10 30');
  });
});

describe('a node', () => {
  const folded = fold(tiny.layers, [], new Set());
  const run: RunView = {
    modes: ['int', 'int', 'hybrid', 'int', 'int', 'float'],
    position: 3,
    stale: new Set([1]),
    breakpoints: new Set([4]),
    errors: new Map([[2, { layer: 2, cosine: 1, mse: 0, maxAbs: 0, saturation: 0, overflows: 0, sqnr: 30 }]]),
    measure: 'accumulated',
    selected: 2,
    marked: new Set([3]),
  };
  const at = (node: number) => viewOf(tiny, folded, node, run);
  it('shows where the run is', () => {
    expect([0, 1, 2, 3, 4].map((node) => at(node).progress)).toEqual(['done', 'stale', 'done', 'paused', 'waiting']);
  });
  it('shows mode, breakpoint, choice and measure', () => {
    expect(at(2)).toMatchObject({ mode: 'hybrid', selected: true, breakpoint: false, title: '2  conv_2', subtitle: '3x3 leaky · 4×8×8' });
    expect(at(2).fill).toMatch(/^rgb/);
    expect(at(2).value).toBe('30.0 dB');
    expect(at(0)).toMatchObject({ fill: undefined, value: '' });
    expect(viewOf(tiny, folded, 2, { ...run, measure: 'isolated' })).toMatchObject({ fill: undefined, value: '' });
    expect(at(3).marked).toBe(true);
    expect(at(4).breakpoint).toBe(true);
    expect(at(5).mode).toBe('host');
  });
  it('of a folded stretch is the worst of its layers', () => {
    const block = fold(tiny.layers, blocksOf(tiny.layers), new Set());
    expect(viewOf(tiny, block, 2, run)).toMatchObject({ first: 2, last: 4, mode: 'mixed', progress: 'paused', breakpoint: true, fill: at(2).fill, value: '30.0 dB' });
  });
  it('has ports for its long edges', () => {
    const ports = portsOf(folded, [{ from: 0, to: 5 }]);
    expect(ports.out.get(0)).toEqual([5]);
    expect(ports.in.get(5)).toEqual([0]);
  });
});
