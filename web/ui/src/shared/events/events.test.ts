// SPDX-License-Identifier: Apache-2.0
// The connection that comes back, and what events do to what is known.
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys, queries } from '@shared/api/queries';
import type { Experiment, Job } from '@shared/api/types';
import { experiment, job } from '@shared/test/fixtures';
import { applyEvent } from './apply';
import { EventHub } from './hub';

class Socket {
  onopen: (() => void) | undefined;
  onclose: (() => void) | undefined;
  onmessage: ((message: { data: string }) => void) | undefined;
  closed = false;
  close() {
    this.closed = true;
    this.onclose?.();
  }
}

describe('the hub', () => {
  let sockets: Socket[];
  let hub: EventHub;
  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    hub = new EventHub(
      () => 'ws://here',
      () => {
        const socket = new Socket();
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
    );
  });
  afterEach(() => vi.useRealTimers());

  it('hands each event to all who listen, until they stop', () => {
    const heard: string[] = [];
    const end = hub.listen(({ kind }) => heard.push(kind));
    hub.start();
    sockets[0]!.onmessage!({ data: '{"kind":"project"}' });
    end();
    sockets[0]!.onmessage!({ data: '{"kind":"project"}' });
    expect(heard).toEqual(['project']);
  });

  it('comes back after .5, 1, 2 ... s, at most 15, and tells when it does', () => {
    const reopened = vi.fn();
    const changed = vi.fn();
    hub.onReopen(reopened);
    hub.watch(changed);
    hub.start();
    sockets[0]!.onopen!();
    expect(hub.connection).toBe('open');
    expect(reopened).not.toHaveBeenCalled(); // the first time is no return
    for (const wait of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const count = sockets.length;
      sockets.at(-1)!.onclose!();
      expect(hub.connection).toBe('offline');
      vi.advanceTimersByTime(wait - 1);
      expect(sockets.length).toBe(count);
      vi.advanceTimersByTime(1);
      expect(sockets.length).toBe(count + 1);
    }
    sockets.at(-1)!.onopen!();
    expect(reopened).toHaveBeenCalledTimes(1);
    expect(changed).toHaveBeenCalledTimes(3); // open, offline, open
  });

  it('tries at once when told to, and never after it was stopped', () => {
    hub.start();
    sockets[0]!.onclose!();
    hub.retry();
    expect(sockets).toHaveLength(2);
    hub.stop();
    vi.advanceTimersByTime(60_000);
    hub.retry();
    expect(sockets).toHaveLength(2);
    expect(sockets[1]!.closed).toBe(true);
  });
});

describe('events', () => {
  const client = new QueryClient();
  afterEach(() => client.clear());
  const one = job('evaluate', { state: 'running' });
  const list = () => client.getQueryData<Job[]>(keys.jobs(one.project));

  it('put a job in its list, the new ones first', () => {
    client.setQueryData(keys.jobs(one.project), [one]);
    applyEvent(client, { kind: 'job', job: { ...one, progress: { label: 'pictures', done: 1, total: 2, unit: 'pictures' } } });
    applyEvent(client, { kind: 'job', job: { ...one, id: 'other', state: 'queued' } });
    expect(list()!.map(({ id, progress }) => [id, progress?.done])).toEqual([['other', undefined], [one.id, 1]]);
  });

  it('do not go back in time, but obey a retry', () => {
    client.setQueryData(keys.jobs(one.project), [{ ...one, state: 'done' }]);
    applyEvent(client, { kind: 'job', job: one });
    expect(list()![0]!.state).toBe('done');
    applyEvent(client, { kind: 'job', job: { ...one, attempts: 2 } });
    expect(list()![0]!.state).toBe('running');
    applyEvent(client, { kind: 'job', job: { ...one, state: 'failed' } });
    expect(list()![0]!.state).toBe('running');
  });

  it('are not undone by an answer that was written before', async () => {
    const options = queries.jobs(one.project);
    let answer: (jobs: Job[]) => void = () => undefined;
    client.setQueryData(options.queryKey, [one]);
    const asked = client.fetchQuery({ ...options, staleTime: 0, queryFn: () => new Promise<Job[]>((resolve) => (answer = resolve)) });
    applyEvent(client, { kind: 'job', job: { ...one, state: 'failed', message: 'It broke' } });
    answer([one]);
    await asked;
    expect(list()![0]).toMatchObject({ state: 'failed', message: 'It broke' });
  });

  it('make no list that nobody asked for', () => {
    applyEvent(client, { kind: 'job', job: one });
    expect(list()).toBeUndefined();
  });

  it('call jobs after their experiment, as soon as it has another name', () => {
    const made = experiment('kl');
    const of = (title: string, experimentName?: string) => job(title, { experiment: made.id, ...(experimentName && { experimentName }) });
    const jobs = [of('a', 'kl'), { ...of('b', 'other'), experiment: 'another' }, of('c')];
    client.setQueryData(keys.jobs(made.project), jobs);
    applyEvent(client, { kind: 'experiment', experiment: made });
    expect(client.getQueryData(keys.jobs(made.project))).toBe(jobs);
    applyEvent(client, { kind: 'experiment', experiment: { ...made, name: 'renamed' } });
    expect(client.getQueryData<Job[]>(keys.jobs(made.project))!.map(({ experimentName }) => experimentName)).toEqual(['renamed', 'other', undefined]);
  });

  it('take an experiment away that is gone', () => {
    const made = experiment('kl');
    client.setQueryData(keys.experiments(made.project), [made]);
    applyEvent(client, { kind: 'experiment', experiment: made, gone: true });
    expect(client.getQueryData<Experiment[]>(keys.experiments(made.project))).toEqual([]);
  });

  it('keep the progress of a moving simulation', () => {
    applyEvent(client, { kind: 'progress', progress: { simulation: 's', layer: 7 } });
    expect(client.getQueryData(keys.progress('s'))).toBe(7);
  });
});
