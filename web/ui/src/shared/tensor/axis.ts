// SPDX-License-Identifier: Apache-2.0
// The numbers at the histogram's axes, written as in the texts around it and not as uPlot would.
import { formatCount, formatSignificant } from '@shared/format';

/** px that the numbers at the left need; at least as many as 10 000 does. */
export function axisWidth(texts: readonly string[] | null): number {
  const longest = Math.max(0, ...(texts ?? []).map((text) => text.length));
  return Math.max(68, 20 + 7 * longest);
}

/** uPlot hands null for the marks of a logarithmic axis that have no text. */
export function axisText(mark: number | null): string {
  if (mark === null) return '';
  return Number.isInteger(mark) ? formatCount(mark) : formatSignificant(mark);
}
