// SPDX-License-Identifier: Apache-2.0
// What the server's sentences are made of. A sentence follows from its reason alone, so whoever has kept only the sentence
// (an Error's message, passed on) finds the reason again.
import type { Reason } from '@shared/api/types';

const LATEST = 100;
const told = new Map<string, Reason>();

export function remember(sentence: string, reason: Reason): void {
  told.delete(sentence);
  told.set(sentence, reason);
  for (const oldest of told.keys()) {
    if (told.size <= LATEST) break;
    told.delete(oldest);
  }
}

export const reasonOf = (sentence: string): Reason | undefined => told.get(sentence);
