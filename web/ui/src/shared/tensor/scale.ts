// SPDX-License-Identifier: Apache-2.0
// A range of values with the table of colours that shows it.
import { DIVERGING_DARK_LUT, DIVERGING_LUT, VIRIDIS_LUT, type Lut } from '@shared/colors';

export interface Scale {
  lut: Lut;
  low: number;
  high: number;
}

/** Colours of magnitudes; a range without width is widened so that it can be divided by. */
export function magnitudes([low, high]: readonly [number, number]): Scale {
  return { lut: VIRIDIS_LUT, low, high: high > low ? high : low + 1 };
}

/** One range for the tensors that stand side by side, so that equal colours are equal values. */
export function common(ranges: readonly (readonly [number, number])[]): readonly [number, number] {
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/** Colours of differences: none is the page's own, the same distance up and down. */
export function differences([low, high]: readonly [number, number], dark = false): Scale {
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return { lut: dark ? DIVERGING_DARK_LUT : DIVERGING_LUT, low: -reach, high: reach };
}
