// SPDX-License-Identifier: Apache-2.0
// How a tensor's values stand in a table: rows of few columns, each with the place of its first value.
import { parseNumber } from '@shared/format/parse';

export interface Sheet {
  columns: number;
  /** values a page */
  perPage: number;
}

const widest = 16;
const rowsPerPage = 48;

/** Filters keep their own width; what is long or has one dimension is broken into eights. */
export function sheetOf(shape: readonly number[]): Sheet {
  const last = shape.at(-1) ?? 1;
  const columns = shape.length > 1 && last > 1 && last <= widest ? last : 8;
  return { columns, perPage: columns * rowsPerPage };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** The indices of a value, such as 3,0,2,1. */
export function indicesOf(shape: readonly number[], flat: number): number[] {
  const indices: number[] = [];
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; --axis) {
    const side = shape[axis] || 1;
    indices.unshift(rest % side);
    rest = Math.floor(rest / side);
  }
  return indices;
}

/** Bytes of one value. */
export const bytesOf: Record<string, number> = { f32: 4, i8: 1, u8: 1, i16: 2, i32: 4, i64: 8 };

/** What was typed as a value that a tensor of this type holds; undefined where it is none. */
export function valueOf(text: string, dtype: string): number | undefined {
  const value = parseNumber(text);
  if (value === undefined) return undefined;
  return dtype === 'f32' || Number.isInteger(value) ? value : undefined;
}
