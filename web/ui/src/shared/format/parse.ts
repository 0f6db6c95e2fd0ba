// SPDX-License-Identifier: Apache-2.0
// Numbers as people write them, and as this interface writes them itself.

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * A finite number with a point or a comma, with the typographic minus and the thin spaces of formatSignificant; undefined where it
 * is none. With both a point and a comma nobody knows which of them is which.
 */
export function parseNumber(text: string): number | undefined {
  const plain = text.trim().replace(/−/g, '-').replace(/(?<=\d)[\u202f\u00a0](?=\d{3})/g, '').replace(',', '.');
  if (!number.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
