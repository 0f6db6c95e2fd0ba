// SPDX-License-Identifier: Apache-2.0
// What is known of a job comes by two ways, answers and events, and not always in order.
import type { Job } from './types';

/** Of two tellings of one job the later: an answer that was on its way must not undo an event. */
export function later(known: Job | undefined, told: Job): Job {
  if (!known || known.attempts !== told.attempts) return known && known.attempts > told.attempts ? known : told;
  const order = { queued: 0, running: 1, done: 2, failed: 2, cancelled: 2 };
  return order[known.state] > order[told.state] ? known : told;
}

/** An answer, with what events have told since it was written. */
export const withNews = (known: readonly Job[] | undefined, answer: readonly Job[]): Job[] =>
  answer.map((job) => later(known?.find(({ id }) => id === job.id), job));
