// SPDX-License-Identifier: Apache-2.0
// Matching of boxes and of layers.
import { describe, expect, it } from 'vitest';
import { compareResult, graph, job } from '@shared/test/fixtures';
import { match, overlapOf, type Box } from '@shared/results/boxes';
import { addressOf, fromErrors, fromResult, latestComparison, pair, rowAt } from './noise';
import { compareSearch } from './search';

const box = (x: number, score = 0.9, kind = 0): Box => ({ class: kind, name: String(kind), score, x, y: 0, width: 0.2, height: 0.2 });

describe('boxes', () => {
  it('overlap by intersection over union', () => {
    expect(overlapOf(box(0), box(0))).toBe(1);
    expect(overlapOf(box(0), box(0.1))).toBeCloseTo(1 / 3); // .1 of .3
    expect(overlapOf(box(0), box(0.5))).toBe(0);
  });
  it('are the same where class and place are, each once, the nearest first', () => {
    const result = match([box(0.05, 0.3), box(0, 0.9), box(0.5, 0.9, 1)], [box(0, 0.8), box(0.5, 0.8, 2)]);
    expect(result.pairs).toEqual([{ run: box(0, 0.9), float: box(0, 0.8) }]);
    expect(result.added).toEqual([box(0.05, 0.3), box(0.5, 0.9, 1)]);
    expect(result.lost).toEqual([box(0.5, 0.8, 2)]);
  });
});

describe('noise', () => {
  it('of a result has no end where the document has none', () => {
    expect(fromResult(compareResult).get('yolo_5')).toEqual({ accumulated: 11.9, own: Infinity });
  });
  it('of errors goes by the names of the graph', () => {
    const errors = [{ layer: 2, cosine: 1, mse: 0, maxAbs: 0, saturation: 0, overflows: 0 }];
    expect(fromErrors(errors, graph).get('conv_2')).toEqual({ accumulated: Infinity, own: undefined });
  });
  it('pairs layers by name, also where numbers moved', () => {
    const other = { ...graph, layers: [{ ...graph.layers[0]!, index: 0, name: 'fresh' }, ...graph.layers.map((layer) => ({ ...layer, index: layer.index + 1 }))] };
    const rows = pair(graph, other, fromResult(compareResult), undefined);
    expect(rows.map(({ name }) => name)).toEqual([...graph.layers.map(({ name }) => name), 'fresh']);
    expect(rows[2]).toMatchObject({ name: 'conv_2', inA: 2, inB: 3, a: { accumulated: 12.1 } });
    expect(rows.at(-1)).toMatchObject({ inA: undefined, inB: 0 });
  });
  it('has an address for every layer, also for those that only B has', () => {
    const other = { ...graph, layers: [{ ...graph.layers[0]!, name: 'fresh' }] };
    const rows = pair(graph, other, undefined, undefined);
    expect(rows.map((row) => rowAt(rows, addressOf(row)))).toEqual(rows.map((_, place) => place));
    expect(addressOf(rows.at(-1)!)).toBe('fresh');
    expect([rowAt(rows, undefined), rowAt(rows, 'nothing'), rowAt(rows, 99)]).toEqual([-1, -1, -1]);
  });
  it('is looked for only at an address that makes sense', () => {
    expect(compareSearch({ a: 'x', b: 7, picture: '', layer: 3, channel: 2 })).toEqual({ a: 'x', b: undefined, picture: undefined, layer: 3, channel: 2 });
    expect(compareSearch({ layer: 'fresh', channel: -1 })).toMatchObject({ layer: 'fresh', channel: undefined });
    expect(compareSearch({ layer: 1.5 })).toMatchObject({ layer: undefined });
  });
  it('comes from the newest comparison that is done', () => {
    const of = (title: string, created: string, state: 'done' | 'failed') => job(title, { kind: 'compare', experiment: 'e', created, state });
    const jobs = [of('old', '2026-01-01T00:00:00Z', 'done'), of('new', '2026-01-02T00:00:00Z', 'done'), of('bad', '2026-01-03T00:00:00Z', 'failed')];
    expect(latestComparison(jobs, 'e')?.title).toBe('new');
    expect(latestComparison(jobs, 'other')).toBeUndefined();
  });
});
