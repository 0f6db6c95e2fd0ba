// SPDX-License-Identifier: Apache-2.0
// What the run still finds of FLOAT's boxes, what it adds, and how its scores moved.
import type { Answer, Answers, Box } from '../types';

/** Two boxes are the same object from here on: half of their union in common, and one class. */
const leastOverlap = 0.5;

export function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}

export interface Comparison {
  /** of FLOAT's boxes */
  total: number;
  found: number;
  /** FLOAT's that the run lost */
  lost: Box[];
  /** the run's that FLOAT does not have */
  extra: Box[];
  /** mean of the scores' changes over what both have; undefined where nothing is common */
  scoreChange: number | undefined;
}

/** Pairs the boxes of one class greedily by overlap, the best pair first. */
export function compareBoxes(run: Answer, float: Answer): Comparison {
  // By class first: a network without training finds thousands.
  const ofClass = new Map<number, number[]>();
  float.boxes.forEach((box, index) => {
    const list = ofClass.get(box.class);
    if (list) list.push(index);
    else ofClass.set(box.class, [index]);
  });
  const pairs: { run: number; float: number; overlap: number }[] = [];
  run.boxes.forEach((box, index) => {
    for (const position of ofClass.get(box.class) ?? []) {
      const overlap = overlapOf(box, float.boxes[position]!);
      if (overlap >= leastOverlap) pairs.push({ run: index, float: position, overlap });
    }
  });
  pairs.sort((a, b) => b.overlap - a.overlap);
  const usedRun = new Set<number>();
  const usedFloat = new Set<number>();
  let change = 0;
  for (const pair of pairs) {
    if (usedRun.has(pair.run) || usedFloat.has(pair.float)) continue;
    usedRun.add(pair.run);
    usedFloat.add(pair.float);
    change += run.boxes[pair.run]!.score - float.boxes[pair.float]!.score;
  }
  return {
    total: float.boxes.length,
    found: usedFloat.size,
    lost: float.boxes.filter((_, index) => !usedFloat.has(index)),
    extra: run.boxes.filter((_, index) => !usedRun.has(index)),
    scoreChange: usedFloat.size > 0 ? change / usedFloat.size : undefined,
  };
}

export interface ClassComparison {
  same: boolean;
  run: string;
  float: string;
  scoreChange: number | undefined;
}

/** For a classifier: whether both name the same class first, and how the score of FLOAT's first moved. */
export function compareClasses({ run, float }: Answers): ClassComparison | undefined {
  const best = float.classes[0];
  const found = run.classes[0];
  if (!best || !found) return undefined;
  const again = run.classes.find((entry) => entry.class === best.class);
  return { same: best.class === found.class, run: found.name, float: best.name, scoreChange: again && again.score - best.score };
}
