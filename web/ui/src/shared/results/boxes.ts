// SPDX-License-Identifier: Apache-2.0
// Boxes of a run beside FLOAT's: which are the same, which were lost, which are new. One rule for all pages.
import type { Answer } from '@shared/api/types';

export type Box = Answer['boxes'][number];

/** Two boxes are the same object from here on: half of their union in common, and one class. */
const leastOverlap = 0.5;

export function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}

export interface Matched {
  pairs: { run: Box; float: Box }[];
  /** the run's that FLOAT does not have */
  added: Box[];
  /** FLOAT's that the run does not have */
  lost: Box[];
}

/** Pairs the boxes of one class greedily by overlap, the best pair first. */
export function match(run: readonly Box[], float: readonly Box[]): Matched {
  // By class first: a network without training finds thousands.
  const ofClass = new Map<number, Box[]>();
  for (const box of float) {
    const list = ofClass.get(box.class);
    if (list) list.push(box);
    else ofClass.set(box.class, [box]);
  }
  const candidates: { run: Box; float: Box; overlap: number }[] = [];
  for (const box of run)
    for (const other of ofClass.get(box.class) ?? []) {
      const overlap = overlapOf(box, other);
      if (overlap >= leastOverlap) candidates.push({ run: box, float: other, overlap });
    }
  candidates.sort((a, b) => b.overlap - a.overlap);
  const used = new Set<Box>();
  const pairs: Matched['pairs'] = [];
  for (const candidate of candidates) {
    if (used.has(candidate.run) || used.has(candidate.float)) continue;
    used.add(candidate.run).add(candidate.float);
    pairs.push({ run: candidate.run, float: candidate.float });
  }
  return { pairs, added: run.filter((box) => !used.has(box)), lost: float.filter((box) => !used.has(box)) };
}
