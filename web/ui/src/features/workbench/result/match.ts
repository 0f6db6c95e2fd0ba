// SPDX-License-Identifier: Apache-2.0
// What the run still finds of FLOAT's boxes, what it adds, and how its scores moved.
import { match } from '@shared/results/boxes';
import type { Answer, Answers, Box } from '../types';

export interface Comparison {
  /** of FLOAT's boxes */
  total: number;
  found: number;
  /** FLOAT's that the run lost */
  lost: Box[];
  /** the run's that FLOAT does not have */
  extra: Box[];
  /** what both have, the one whose score moved most first */
  pairs: { run: Box; float: Box }[];
  /** mean of the scores' changes over all of FLOAT's boxes, a lost one losing its whole score; undefined where FLOAT has none */
  scoreChange: number | undefined;
}

export function compareBoxes(run: Answer, float: Answer): Comparison {
  const { pairs, added, lost } = match(run.boxes, float.boxes);
  const moved = (pair: { run: Box; float: Box }) => pair.run.score - pair.float.score;
  // Over matched boxes alone the mean would get better with each box that is lost.
  const change = pairs.reduce((sum, pair) => sum + moved(pair), 0) - lost.reduce((sum, { score }) => sum + score, 0);
  const total = float.boxes.length;
  return {
    total,
    found: pairs.length,
    lost,
    extra: added,
    pairs: [...pairs].sort((a, b) => Math.abs(moved(b)) - Math.abs(moved(a))),
    scoreChange: total > 0 ? change / total : undefined,
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
