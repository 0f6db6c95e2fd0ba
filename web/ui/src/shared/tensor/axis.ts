// SPDX-License-Identifier: Apache-2.0
// The numbers at the histogram's axes, written as in the texts around it and not as uPlot would.
import { formatCount, formatSignificant } from '@shared/format';

/** uPlot hands null for the marks of a logarithmic axis that have no text. */
export function axisText(mark: number | null): string {
  if (mark === null) return '';
  return Number.isInteger(mark) ? formatCount(mark) : formatSignificant(mark);
}
