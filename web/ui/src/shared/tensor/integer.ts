// SPDX-License-Identifier: Apache-2.0
// The integer behind a real value, and the words for a scale.
import { formatScale, formatSignificant } from '@shared/format';
import type { Quantization } from '@shared/api/types';

/** real = scale x (integer - zeroPoint); a value that the run holds is on the grid, so rounding only mends float32's last bits. */
export function integerOf(value: number, { scale, zeroPoint }: Quantization): number {
  return Math.round(value / scale) + zeroPoint;
}

/** "8 bit, 2⁻⁵", "8 bit, 0.0123, zero at −7", or "8 bit, 32 scales, the first 2⁻⁸". */
export function scaleText(quantization: Quantization | undefined, words: { bit: string; zero: (at: string) => string; scales: (count: number, first: string) => string }): string {
  if (!quantization) return '';
  const { width, scale, zeroPoint, channels = 1 } = quantization;
  return [
    `${width} ${words.bit}`,
    channels > 1 ? words.scales(channels, formatScale(scale)) : formatScale(scale),
    zeroPoint === 0 ? '' : words.zero(formatSignificant(zeroPoint)),
  ]
    .filter(Boolean)
    .join(', ');
}

/** What a tensor of this width can hold. */
export function limitsOf({ width, scale, zeroPoint }: Quantization): readonly [number, number] {
  const low = -(2 ** (width - 1));
  return [scale * (low - zeroPoint), scale * (-low - 1 - zeroPoint)];
}
