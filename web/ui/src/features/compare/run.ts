// SPDX-License-Identifier: Apache-2.0
// Runs a picture through an experiment, in integers to the end, and leaves the simulation open to be looked into.
import { api, unwrap } from '@shared/api/client';
import type { Mode } from '@shared/api/types';
import { allClosed, drop, keep } from './held';

export interface Run {
  simulation: string;
  /** by layer */
  modes: Mode[];
}

/** The simulation is closed when nobody holds the experiment with the picture any more. */
export async function runOn(experiment: string, picture: string, signal: AbortSignal): Promise<Run> {
  drop(experiment, picture);
  // After the page has told what else it does not need.
  await Promise.resolve();
  await allClosed();
  signal.throwIfAborted();
  // Not with the signal: a request that is given up starts the engine all the same, and nobody would know what to close.
  const opened = await unwrap(api.POST('/experiments/{experiment}/simulations', { params: { path: { experiment } }, body: { picture, temporary: true } }));
  const path = { simulation: opened.id };
  try {
    if (!keep(experiment, picture, opened.id)) throw new DOMException('nobody looks any more', 'AbortError');
    signal.throwIfAborted();
    const { modes } = await unwrap(api.POST('/simulations/{simulation}/move', { params: { path }, body: { kind: 'continue' }, signal }));
    return { simulation: opened.id, modes };
  } catch (error) {
    drop(experiment, picture);
    throw error;
  }
}
