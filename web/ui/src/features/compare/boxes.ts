// SPDX-License-Identifier: Apache-2.0
// Boxes of a run beside FLOAT's: which are the same, which were lost, which are new.
import type { Answer } from '@shared/api/types';

export type Box = Answer['boxes'][number];

export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

export interface Matched {
  pairs: { run: Box; float: Box }[];
  added: Box[];
  lost: Box[];
}

/** Boxes are the same where they are of one class and overlap by half; the surest choose first. */
export function match(run: readonly Box[], float: readonly Box[]): Matched {
  const free = new Set(float);
  const result: Matched = { pairs: [], added: [], lost: [] };
  for (const box of [...run].sort((a, b) => b.score - a.score)) {
    const best = [...free].filter((other) => other.class === box.class).sort((a, b) => overlap(box, b) - overlap(box, a))[0];
    if (best && overlap(box, best) >= 0.5) {
      free.delete(best);
      result.pairs.push({ run: box, float: best });
    } else result.added.push(box);
  }
  result.lost = [...free];
  return result;
}
