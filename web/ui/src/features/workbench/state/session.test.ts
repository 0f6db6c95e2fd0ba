// SPDX-License-Identifier: Apache-2.0
// Which of the simulations that are there the workbench goes on with.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { simulations } from '../api/simulations';
import { FakeServer, ids } from '../testing/fakeServer';
import type { Simulation } from '../types';
import { Session } from './session';

const edit = { text: 'mode 1 float', kind: 'mode' as const, layers: [1] };
let of: (id: string, change?: Partial<Simulation>) => Simulation;

beforeEach(async () => {
  const server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  const made = await simulations.open(ids.experiment, ids.dog);
  of = (id, change) => ({ ...made, id, ...change });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function opened(list: Simulation[]): Promise<string | undefined> {
  vi.spyOn(simulations, 'list').mockResolvedValue(list);
  const session = new Session();
  await session.open(ids.experiment, undefined, [{ id: ids.dog, path: 'test/dog.png' }]);
  session.leave();
  return session.get().simulation?.id;
}

it('goes on with the one that has changes, though a newer one has none', async () => {
  expect(await opened([of('newest'), of('changed', { edits: [edit] }), of('older', { edits: [edit] })])).toBe('changed');
});
it('goes on with the newest where none has changes, and with none of another experiment', async () => {
  expect(await opened([of('other', { experiment: ids.saved, edits: [edit] }), of('newest'), of('older')])).toBe('newest');
});

it('shows the errors of layers while the answer is still worked out', async () => {
  const end = of('end', { position: 5, layers: 5, stale: [] });
  const errors = [{ layer: 0 }] as never;
  vi.spyOn(simulations, 'list').mockResolvedValue([end]);
  vi.spyOn(simulations, 'errors').mockResolvedValue(errors);
  let tell: (answer: never) => void = () => undefined;
  vi.spyOn(simulations, 'answer').mockReturnValue(new Promise((resolve) => (tell = resolve)));
  const session = new Session();
  await session.open(ids.experiment, undefined, [{ id: ids.dog, path: 'test/dog.png' }]);
  await vi.waitFor(() => expect(session.get().errors).toBe(errors));
  expect(session.get()).toMatchObject({ answering: true, answer: undefined });
  const answer = { run: { boxes: [], classes: [] }, sqnr: 20 } as never;
  tell(answer);
  await vi.waitFor(() => expect(session.get()).toMatchObject({ answering: false, answer }));
  session.leave();
});
