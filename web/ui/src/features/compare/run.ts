// SPDX-License-Identifier: Apache-2.0
// Runs an experiment on a picture from end to end and keeps what is compared: the noise of each layer, and the answer.
import { api, unwrap } from '@shared/api/client';
import type { Answers, LayerError } from '@shared/api/types';

export interface Run {
  errors: LayerError[];
  answers: Answers;
}

/** The simulation is closed again: it holds a process. */
export async function runOn(experiment: string, picture: string, signal: AbortSignal): Promise<Run> {
  signal.throwIfAborted();
  // Not with the signal: a request that is given up starts the engine all the same, and nobody would know what to close.
  const opened = await unwrap(api.POST('/experiments/{experiment}/simulations', { params: { path: { experiment } }, body: { picture, temporary: true } }));
  const path = { simulation: opened.id };
  try {
    signal.throwIfAborted();
    await unwrap(api.POST('/simulations/{simulation}/move', { params: { path }, body: { kind: 'continue' }, signal }));
    const errors = await unwrap(api.GET('/simulations/{simulation}/errors', { params: { path, query: { isolated: true } }, signal }));
    const answers = await unwrap(api.GET('/simulations/{simulation}/answer', { params: { path }, signal }));
    return { errors, answers };
  } finally {
    // Also where the page was left meanwhile; what cannot be closed is deleted by the server, since it is temporary.
    void api.DELETE('/simulations/{simulation}', { params: { path } }).catch(() => undefined);
  }
}
