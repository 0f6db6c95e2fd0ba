// SPDX-License-Identifier: Apache-2.0
// The columns of the table of experiments: what they show, how they sort, what they copy.
import type { Experiment } from '@shared/api/types';
import { describeMethod, describeWidths, dropOf, effective } from '@shared/experiment/options';
import { formatBytes, formatScore, formatSqnr, NONE } from '@shared/format';

export type ColumnKey = 'name' | 'state' | 'method' | 'scale' | 'widths' | 'float' | 'hybrid' | 'int' | 'drop' | 'bytes' | 'sqnr';

export interface Column {
  key: ColumnKey;
  numeric: boolean;
  /** What is sorted; undefined comes last in both directions. */
  value: (experiment: Experiment) => number | string | undefined;
  text: (experiment: Experiment) => string;
}

const STATES = { compiling: 0, ready: 1, failed: 2, cancelled: 3 };
const points = (score: number | undefined) => (score === undefined ? NONE : formatScore(score));

export const COLUMNS: readonly Column[] = [
  { key: 'name', numeric: false, value: ({ name }) => name.toLowerCase(), text: ({ name }) => name },
  { key: 'state', numeric: false, value: ({ state }) => STATES[state], text: ({ state }) => state },
  { key: 'method', numeric: false, value: ({ options }) => describeMethod(options), text: ({ options }) => describeMethod(options) },
  { key: 'scale', numeric: false, value: ({ options }) => effective(options).scale, text: ({ options }) => effective(options).scale },
  {
    key: 'widths',
    numeric: false,
    value: ({ options }) => effective(options).activationWidth * 10000 + effective(options).weightWidth * 100 + effective(options).headWidth,
    text: ({ options }) => describeWidths(options),
  },
  { key: 'float', numeric: true, value: ({ scores }) => scores.float, text: ({ scores }) => points(scores.float) },
  { key: 'hybrid', numeric: true, value: ({ scores }) => scores.hybrid, text: ({ scores }) => points(scores.hybrid) },
  { key: 'int', numeric: true, value: ({ scores }) => scores.int, text: ({ scores }) => points(scores.int) },
  { key: 'drop', numeric: true, value: ({ scores }) => dropOf(scores), text: ({ scores }) => points(dropOf(scores)) },
  { key: 'bytes', numeric: true, value: ({ bytes }) => bytes, text: ({ bytes }) => formatBytes(bytes) },
  { key: 'sqnr', numeric: true, value: ({ sqnr }) => sqnr, text: ({ sqnr }) => formatSqnr(sqnr) },
];

export interface Sorting {
  /** `created`: as listed, the newest first, until one chooses a column. */
  key: ColumnKey | 'created';
  down: boolean;
}

export function sorted(experiments: readonly Experiment[], { key, down }: Sorting): Experiment[] {
  if (key === 'created') return [...experiments].sort((a, b) => (a.created < b.created ? 1 : -1) * (down ? 1 : -1));
  const column = COLUMNS.find((other) => other.key === key)!;
  return [...experiments].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    const order = typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y);
    return down ? -order : order;
  });
}
