// SPDX-License-Identifier: Apache-2.0
// The arithmetic of the histogram's handles: pixels and values, what a drag makes of both ends.
import type { Axis, Ends } from '@shared/tensor/bins';

export function toPixels({ left, width, min, max }: Axis, value: number): number {
  return left + ((value - min) / (max - min)) * width;
}

export function toValue({ left, width, min, max }: Axis, pixels: number): number {
  return min + ((Math.min(left + width, Math.max(left, pixels)) - left) / width) * (max - min);
}

/** A range that is its own mirror but for the one step that two's complement has more below. */
export function isSymmetric([low, high]: Ends): boolean {
  return low < 0 && high > 0 && Math.abs(low + high) <= 0.02 * (high - low);
}

/** One end moved: the other follows where the range is to stay symmetric, and the ends never cross. */
export function moveEnd([low, high]: Ends, end: 0 | 1, value: number, symmetric: boolean, least: number): Ends {
  if (symmetric) {
    const reach = Math.max(least, Math.abs(value));
    return [-reach, reach];
  }
  return end === 0 ? [Math.min(value, high - least), high] : [low, Math.max(value, low + least)];
}

/** Values outside of the thresholds, 0..1 of all, as far as bins can tell. */
export function outside(counts: readonly number[], low: number, high: number, [from, to]: Ends): number {
  const size = (high - low) / counts.length;
  let all = 0;
  let beyond = 0;
  counts.forEach((count, bin) => {
    const middle = low + (bin + 0.5) * size;
    all += count;
    if (middle < from || middle > to) beyond += count;
  });
  return all > 0 ? beyond / all : 0;
}

/** Few enough digits that a person would write them. */
export function tidy(value: number): number {
  return Number(value.toPrecision(5));
}
