// SPDX-License-Identifier: Apache-2.0
// Selection, address, stops, queue: what the workbench holds between the panes.
import { describe, expect, it } from 'vitest';
import { overlapOf } from '@shared/results/boxes';
import { Effects } from '../edits/effects';
import { filterLayers, visibleRows } from '../list/filter';
import { compareBoxes, compareClasses } from '../result/match';
import { tiny } from '../testing/network';
import { layersWithMode, modeOfRun, type Box, type Stop } from '../types';
import { joinMoves, TaskQueue } from './queue';
import { changeAddress, neighbour, parseAddress, stretch } from './selection';
import { addStop, hasBreakpoint, removeStop, toggleBreakpoint } from './stops';

describe('the address', () => {
  it('holds layer, tab, channel and picture, and nothing that makes no sense', () => {
    expect(parseAddress({ layer: 7, tab: 'histogram', channel: '12', picture: 'abcdefghijklmnop' })).toEqual({ layer: 7, tab: 'histogram', channel: 12, picture: 'abcdefghijklmnop' });
    expect(parseAddress({ layer: 'x', tab: 'nothing', channel: -1, picture: ['x'] })).toEqual({});
    // Whether there is such a picture only the project knows.
    expect(parseAddress({ picture: 'zzz' })).toEqual({ picture: 'zzz' });
    expect(parseAddress({ layer: -1 })).toEqual({ layer: -1 });
  });
  it('forgets the channel of another layer', () => {
    expect(changeAddress({ layer: 3, channel: 5, tab: 'pictures' }, { layer: 4 })).toEqual({ layer: 4, tab: 'pictures' });
    expect(changeAddress({ layer: 3, channel: 5 }, { layer: 3 })).toEqual({ layer: 3, channel: 5 });
    expect(changeAddress({ layer: 3, channel: 5 }, { channel: undefined })).toEqual({ layer: 3 });
  });
});

describe('selection', () => {
  it('walks within the network', () => {
    expect([neighbour(undefined, 1, 5), neighbour(4, 1, 5), neighbour(0, -1, 5), neighbour(2, 10, 5), neighbour(0, 1, 0)]).toEqual([0, 4, 0, 4, -1]);
  });
  it('marks a stretch in either direction', () => expect([...stretch(5, 3)]).toEqual([3, 4, 5]));
});

describe('modes', () => {
  const all = (mode: 'float' | 'hybrid' | 'int') => tiny.layers.map((layer) => (layer.modes.includes(mode) ? mode : 'float'));
  it('of a run are one where each layer that can is in it', () => {
    expect(modeOfRun(tiny, all('float'))).toBe('float');
    expect(modeOfRun(tiny, all('hybrid'))).toBe('hybrid');
    expect(modeOfRun(tiny, all('int'))).toBe('int');
    expect(modeOfRun(tiny, ['int', 'int', 'float', 'int', 'int', 'float'])).toBe('mixed');
  });
  it('are not asked of the host', () => {
    expect(layersWithMode(tiny)).toEqual([0, 1, 2, 3, 4]);
    expect(layersWithMode(tiny, new Set([4, 5]))).toEqual([4]);
  });
});

describe('stops', () => {
  const watch: Stop = { layer: 2, when: 'sqnr', limit: 20 };
  it('toggle breakpoints and leave watches', () => {
    const stops = toggleBreakpoint([watch], 2);
    expect(hasBreakpoint(stops, 2)).toBe(true);
    expect(toggleBreakpoint(stops, 2)).toEqual([watch]);
  });
  it('are there once', () => {
    expect(addStop([watch], { ...watch })).toEqual([watch]);
    expect(addStop([watch], { ...watch, limit: 10 })).toHaveLength(2);
    expect(removeStop([watch], { ...watch })).toEqual([]);
  });
});

describe('the queue', () => {
  it('joins steps that wait, and forgets a way to elsewhere', () => {
    expect(joinMoves({ kind: 'step', count: 1 }, { kind: 'step', count: 1 })).toEqual({ kind: 'step', count: 2 });
    expect(joinMoves({ kind: 'step', count: 1 }, { kind: 'step', count: -1 })).toMatchObject({ count: 0 });
    expect(joinMoves({ kind: 'continue' }, { kind: 'to', layer: 3 })).toEqual({ kind: 'to', layer: 3 });
    expect(joinMoves({ kind: 'restart' }, { kind: 'continue' })).toBeUndefined();
    expect(joinMoves({ kind: 'to', layer: 3 }, { kind: 'step', count: 1 })).toBeUndefined();
  });
  it('does one after the other', async () => {
    const done: string[] = [];
    const queue = new TaskQueue();
    let release: () => void = () => {};
    const gate = new Promise<void>((open) => (release = open));
    queue.add({ run: () => gate.then(() => void done.push('first')) });
    const step = { move: { kind: 'step', count: 1 } as const, run: async (move?: { count?: number }) => void done.push(`step ${move?.count}`) };
    queue.add({ ...step });
    queue.add({ ...step });
    queue.add({ run: async () => void done.push('last') });
    expect(done).toEqual([]);
    release();
    await expect.poll(() => done).toEqual(['first', 'step 2', 'last']);
    await expect.poll(() => queue.idle).toBe(true);
  });
});

describe('finding layers', () => {
  const found = (text: string) => filterLayers(tiny.layers, text).map(({ index }) => index);
  it('takes names, kinds, wildcards, indices and ranges', () => {
    expect(found('')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(found('pool')).toEqual([1]);
    expect(found('CONV')).toEqual([0, 2, 3]);
    expect(found('con*_3')).toEqual([3]);
    expect(found('2..4 conv')).toEqual([2, 3]);
    expect(found('4')).toEqual([4]);
    expect(found('(')).toEqual([]);
  });
  it('draws only rows near the window', () => {
    expect(visibleRows(1000, 28, 2800, 280, 4)).toEqual({ first: 96, last: 114 });
    expect(visibleRows(5, 28, 0, 280)).toEqual({ first: 0, last: 4 });
  });
});

describe('boxes', () => {
  const box = (x: number, score: number, kind = 0): Box => ({ class: kind, name: 'disc', score, x, y: 0, width: 0.2, height: 0.2 });
  it('overlap', () => {
    expect(overlapOf(box(0, 1), box(0, 1))).toBe(1);
    expect(overlapOf(box(0, 1), box(0.1, 1))).toBeCloseTo(1 / 3);
    expect(overlapOf(box(0, 1), box(0.5, 1))).toBe(0);
  });
  it('are paired by class and place, each once', () => {
    const float = { boxes: [box(0, 0.9), box(0.5, 0.6), box(0.5, 0.5, 1)], classes: [] };
    const run = { boxes: [box(0.01, 0.8), box(0.5, 0.4, 1), box(0.8, 0.3)], classes: [] };
    const comparison = compareBoxes(run, float);
    expect(comparison).toMatchObject({ total: 3, found: 2, lost: [float.boxes[1]], extra: [run.boxes[2]] });
    // -0.1 and -0.1 of what both have, -0.6 of the lost one.
    expect(comparison.scoreChange).toBeCloseTo(-0.8 / 3);
    expect(compareBoxes({ boxes: [], classes: [] }, float).scoreChange).toBeCloseTo(-2 / 3);
    expect(compareBoxes(run, { boxes: [], classes: [] }).scoreChange).toBeUndefined();
  });
  it('never score better for a box that is lost', () => {
    const float = { boxes: [box(0, 0.9), box(0.5, 0.9)], classes: [] };
    const weaker = { boxes: [box(0, 0.9), box(0.5, 0.4)], classes: [] };
    const lost = { boxes: [box(0, 0.9)], classes: [] };
    expect(compareBoxes(lost, float).scoreChange).toBeLessThan(compareBoxes(weaker, float).scoreChange ?? NaN);
  });
  it('are listed with what moved most first', () => {
    const float = { boxes: [box(0, 0.9), box(0.5, 0.9998)], classes: [] };
    const run = { boxes: [box(0, 0.88), box(0.5, 0.42)], classes: [] };
    expect(compareBoxes(run, float).pairs.map((pair) => [pair.float.score, pair.run.score])).toEqual([[0.9998, 0.42], [0.9, 0.88]]);
  });
  it('of a classifier are classes', () => {
    const answer = (first: number, score: number) => ({ boxes: [], classes: [{ class: first, name: `c${first}`, score }, { class: 1 - first, name: `c${1 - first}`, score: 1 - score }] });
    expect(compareClasses({ run: answer(0, 0.7), float: answer(0, 0.9) })).toMatchObject({ same: true, run: 'c0' });
    const other = compareClasses({ run: answer(1, 0.6), float: answer(0, 0.9) });
    expect(other).toMatchObject({ same: false, run: 'c1', float: 'c0' });
    expect(other?.scoreChange).toBeCloseTo(-0.5);
  });
});

describe('effects of changes', () => {
  const edit = (text: string) => ({ text, kind: 'mode' as const, layers: [0] });
  it('are the step between two measurements on one picture', () => {
    const effects = new Effects();
    effects.record({ id: 'effects', picture: 'p', edits: [] }, 20);
    effects.record({ id: 'effects', picture: 'p', edits: [edit('a')] }, 23.5);
    const now = { id: 'effects', picture: 'p', edits: [edit('a'), edit('b')] };
    expect(effects.of(now, 0)).toBe(3.5);
    expect(effects.of(now, 1)).toBeUndefined();
    expect(effects.of({ ...now, picture: 'q' }, 0)).toBeUndefined();
    effects.record(now, undefined);
    expect(effects.after(now)).toBeNull();
    expect(effects.of(now, 1)).toBeUndefined();
  });
  it('outlive a reload of the page, for this simulation alone', () => {
    const now = { id: 'reload', picture: 'p', edits: [edit('a')] };
    const before = new Effects();
    before.record({ ...now, edits: [] }, 20);
    before.record(now, 23.5);
    expect(new Effects().of(now, 0)).toBe(3.5);
    expect(new Effects().of({ ...now, id: 'other' }, 0)).toBeUndefined();
  });
  it('are not measured where the store holds something else', () => {
    const now = { id: 'broken', picture: 'p', edits: [] };
    for (const text of ['{', '{}', '[1,["p","x"]]', 'null']) {
      sessionStorage.setItem('qsim-effects-broken', text);
      expect(new Effects().after(now)).toBeUndefined();
    }
  });
});
