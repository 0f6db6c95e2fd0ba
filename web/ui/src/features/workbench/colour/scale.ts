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

/** Whether black reads better than white on the viridis colour of a level: by relative luminance. */
export function wantsDarkText(level: number): boolean {
  const pixel = VIRIDIS_LUT[Math.round(Math.min(1, Math.max(0, level)) * 255)]!;
  const linear = (channel: number) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * linear(pixel & 255) + 0.7152 * linear((pixel >>> 8) & 255) + 0.0722 * linear((pixel >>> 16) & 255);
  return luminance > 0.179;
}
