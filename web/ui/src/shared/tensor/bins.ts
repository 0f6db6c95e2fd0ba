// SPDX-License-Identifier: Apache-2.0
// Histograms as they are drawn: their axis, and bins that are no narrower than what they count.

export interface Axis {
  /** px from the left edge of the chart to the plot, and its width */
  left: number;
  width: number;
  min: number;
  max: number;
}

export type Ends = readonly [number, number];

/** The histogram, and the thresholds with some room beyond them. */
export function axisRange(low: number, high: number, thresholds: Ends | undefined): Ends {
  const least = Math.min(low, thresholds?.[0] ?? low);
  const most = Math.max(high, thresholds?.[1] ?? high);
  const room = (most - least || 1) * 0.06;
  return [least - room, most + room];
}

/** Equal bins from low to high. */
export interface Bins {
  low: number;
  high: number;
  counts: readonly number[];
}

export const binSize = ({ low, high, counts }: Bins): number => (high - low) / counts.length;

/**
 * Bins that are no narrower than the steps of the quantized values: in narrower ones most would be empty, and a
 * histogram would look like a comb.
 */
export function widened(bins: Bins, step: number): Bins {
  const { low, counts } = bins;
  const size = binSize(bins);
  const factor = Math.min(Math.ceil(step / size - 1e-6), Math.floor(counts.length / 8));
  if (!(factor > 1)) return bins;
  const joined = Array.from({ length: Math.ceil(counts.length / factor) }, (_, bin) => counts.slice(bin * factor, (bin + 1) * factor).reduce((sum, count) => sum + count, 0));
  return { low, high: low + joined.length * factor * size, counts: joined };
}

/** Counts as if each bin were `size` wide: what makes histograms of different bins comparable. */
export function perSize(bins: Bins, size: number): readonly number[] {
  const factor = size / binSize(bins);
  // Of equal bins the counts themselves, and not almost.
  return Math.abs(factor - 1) < 1e-9 || !Number.isFinite(factor) ? bins.counts : bins.counts.map((count) => count * factor);
}
