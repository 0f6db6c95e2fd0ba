// SPDX-License-Identifier: Apache-2.0
// The simulations that the page looks into. Each holds a process: what nobody looks into any more is closed, also when the tab goes.
import { api } from '@shared/api/client';

interface Held {
  users: number;
  readonly simulations: Set<string>;
}

const held = new Map<string, Held>();
const closing = new Set<Promise<unknown>>();
const keyOf = (experiment: string, picture: string) => `${experiment} ${picture}`;

function close(simulation: string): void {
  // keepalive: a request of a page that goes would be broken off. What cannot be closed is temporary: the server deletes it.
  const done = api.DELETE('/simulations/{simulation}', { params: { path: { simulation } }, keepalive: true }).catch(() => undefined);
  closing.add(done);
  void done.finally(() => closing.delete(done));
}

function closeAll({ simulations }: Held): void {
  simulations.forEach(close);
  simulations.clear();
}

window.addEventListener('pagehide', () => held.forEach(closeAll));

/** Somebody looks at this experiment with this picture, until the function that it gives is called. */
export function hold(experiment: string, picture: string): () => void {
  const key = keyOf(experiment, picture);
  const entry = held.get(key) ?? { users: 0, simulations: new Set() };
  held.set(key, entry);
  entry.users += 1;
  return () => {
    entry.users -= 1;
    // Later than what begins with the same change of the page: A and B that change places keep theirs.
    queueMicrotask(() => {
      if (entry.users > 0) return;
      if (held.get(key) === entry) held.delete(key);
      closeAll(entry);
    });
  };
}

/** The one that is to be looked into; closed at once, and false, where nobody looks any more. */
export function keep(experiment: string, picture: string, simulation: string): boolean {
  const entry = held.get(keyOf(experiment, picture));
  if (entry) entry.simulations.add(simulation);
  else close(simulation);
  return entry !== undefined;
}

/** Closes what there is: it failed, or another one takes its place. */
export function drop(experiment: string, picture: string): void {
  const entry = held.get(keyOf(experiment, picture));
  if (entry) closeAll(entry);
}

/** What is closed takes no place of those that may run at a time. */
export const allClosed = (): Promise<unknown> => Promise.all(closing);
