// SPDX-License-Identifier: Apache-2.0
// The queue of uploads: how many at a time, progress, cancel, retry, one file a path.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProjectFile } from '@shared/api/types';
import { UploadQueue } from './queue';

interface Sent {
  path: string;
  signal: AbortSignal;
  progress: (sent: number) => void;
  done: () => void;
  fail: (error: Error) => void;
}
let sent: Sent[];
let arrived: string[];
let queue: UploadQueue;

const candidate = (path: string, bytes = 100) => ({ path, file: new File([new Uint8Array(bytes)], path) });
const states = () => queue.list().map(({ path, state }) => `${path} ${state}`);
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  sent = [];
  arrived = [];
  queue = new UploadQueue(
    (path, _file, signal, progress) =>
      new Promise((resolve, reject) => {
        sent.push({ path, signal, progress, done: () => resolve({ path } as ProjectFile), fail: reject });
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      }),
    ({ path }) => arrived.push(path),
  );
});

describe('uploads', () => {
  it('go three at a time', async () => {
    queue.add(['a', 'b', 'c', 'd'].map((path) => candidate(path)));
    expect(sent.map(({ path }) => path)).toEqual(['a', 'b', 'c']);
    sent[1]!.done();
    await settle();
    expect(sent.map(({ path }) => path)).toEqual(['a', 'b', 'c', 'd']);
    expect(arrived).toEqual(['b']);
    expect(states()).toEqual(['a sending', 'b done', 'c sending', 'd sending']);
  });

  it('tell bytes, rate and time left', () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
    queue.add([candidate('a', 3000), candidate('b', 1000)]);
    sent[0]!.progress(0);
    vi.advanceTimersByTime(1000);
    sent[0]!.progress(500);
    vi.advanceTimersByTime(1000);
    sent[0]!.progress(1000);
    const totals = queue.totals();
    // 1000 of 4000 bytes in 2 s: 500 bytes/s, 3000 to go.
    expect(totals).toMatchObject({ files: 2, bytes: 4000, sent: 1000, active: true, rate: 500, secondsLeft: 6 });
    vi.useRealTimers();
  });

  it('are cancelled on their way or before it', async () => {
    queue.add(['a', 'b', 'c', 'd'].map((path) => candidate(path)));
    const id = (path: string) => queue.list().find((upload) => upload.path === path)!.id;
    queue.cancel(id('d'));
    queue.cancel(id('a'));
    await settle();
    expect(sent[0]!.signal.aborted).toBe(true);
    expect(states()).toEqual(['a cancelled', 'b sending', 'c sending', 'd cancelled']);
    expect(queue.totals().files).toBe(2);
  });

  it('that failed keep their reason and can be tried again', async () => {
    queue.add([candidate('a')]);
    sent[0]!.fail(new Error('The disk is full'));
    await settle();
    expect(queue.list()[0]).toMatchObject({ state: 'failed', error: { message: 'The disk is full' } });
    queue.retryFailed();
    expect(sent).toHaveLength(2);
    sent[1]!.done();
    await settle();
    expect(states()).toEqual(['a done']);
    expect(queue.list()[0]).not.toHaveProperty('error');
  });

  it('of one path are one: the newest', async () => {
    queue.add([candidate('a', 1)]);
    queue.add([candidate('a', 2)]);
    await settle();
    expect(sent[0]!.signal.aborted).toBe(true);
    expect(queue.list().map(({ path, bytes, state }) => [path, bytes, state])).toEqual([['a', 2, 'sending']]);
  });

  it('that ended can be cleared', async () => {
    queue.add([candidate('a'), candidate('b')]);
    sent[0]!.done();
    await settle();
    queue.clear();
    expect(states()).toEqual(['b sending']);
  });

  it('tell those who watch at most ten times a second', async () => {
    vi.useFakeTimers();
    const told = vi.fn();
    queue.watch(told);
    queue.add([candidate('a')]);
    for (let step = 0; step < 50; step += 1) sent[0]!.progress(step);
    vi.advanceTimersByTime(100);
    expect(told).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });
});
