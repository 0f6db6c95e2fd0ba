// SPDX-License-Identifier: Apache-2.0
// Colour scales: viridis for magnitudes, blue-white-orange for differences, one colour for each mode. None says anything by red against green.
import type { Mode } from '@shared/api/types';

export type Rgb = readonly [number, number, number];
/** 256 colours as 0xAABBGGRR, as a little-endian Uint32 view of ImageData wants them. */
export type Lut = Uint32Array;

// Viridis at 0, 1/15, ..., 1; between them it is all but linear.
const VIRIDIS: readonly Rgb[] = [
  [68, 1, 84], [72, 26, 108], [71, 47, 125], [65, 68, 135], [57, 86, 140], [49, 104, 142], [42, 120,
  142], [35, 136, 142], [31, 152, 139], [34, 168, 132], [53, 183, 121], [84, 197, 104], [122, 209,
  81], [165, 219, 54], [210, 226, 27], [253, 231, 37],
];
const DIVERGING_LIGHT: readonly Rgb[] = [[8, 64, 129], [43, 127, 196], [158, 202, 235], [247, 247, 247], [253, 200, 140], [230, 120, 20], [140, 60, 4]];
const DIVERGING_DARK: readonly Rgb[] = [[158, 214, 255], [58, 150, 230], [22, 70, 120], [24, 28, 34], [120, 60, 12], [235, 132, 36], [255, 208, 150]];

/** The colour at `at` of 0..1 on a line through `stops`. */
export function between(stops: readonly Rgb[], at: number): Rgb {
  const place = Math.min(1, Math.max(0, at)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(place));
  const share = place - low;
  const [a, b] = [stops[low]!, stops[low + 1]!];
  const mix = (channel: 0 | 1 | 2) => Math.round(a[channel] + (b[channel] - a[channel]) * share);
  return [mix(0), mix(1), mix(2)];
}

const lutOf = (stops: readonly Rgb[]): Lut =>
  Uint32Array.from({ length: 256 }, (_, index) => {
    const [red, green, blue] = between(stops, index / 255);
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });

export const VIRIDIS_LUT = lutOf(VIRIDIS);
export const DIVERGING_LUT = lutOf(DIVERGING_LIGHT);
/** The same for a dark page: nothing is black, not white. */
export const DIVERGING_DARK_LUT = lutOf(DIVERGING_DARK);

export const css = ([red, green, blue]: Rgb) => `rgb(${red} ${green} ${blue})`;
export const viridis = (at: number) => css(between(VIRIDIS, at));
/** -1 is blue, 0 the page, 1 orange. */
export const diverging = (at: number, dark = false) =>
  css(between(dark ? DIVERGING_DARK : DIVERGING_LIGHT, (at + 1) / 2));

/** Writes `values` as colours from low to high into `pixels` (the Uint32 view of an ImageData); NaN is transparent. */
export function paint(values: Float32Array, low: number, high: number, lut: Lut, pixels: Uint32Array): void {
  const factor = high > low ? 255 / (high - low) : 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    const place = Math.round((value - low) * factor);
    pixels[index] = Number.isNaN(value) ? 0 : lut[place < 0 ? 0 : place > 255 ? 255 : place]!;
  }
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

/** Custom properties of the theme (src/shared/theme/tokens.css). */
export const MODE_COLOR: Record<Mode, string> = {
  float: 'var(--q-float)',
  hybrid: 'var(--q-hybrid)',
  int: 'var(--q-int)',
};

/** How bad an error is, 0..1: 40 dB and more is none, 0 dB is all. */
export const badness = (sqnr: number | undefined) =>
  sqnr === undefined ? 0 : Math.min(1, Math.max(0, 1 - sqnr / 40));
