// SPDX-License-Identifier: Apache-2.0
// Channels side by side on one canvas: where each tile is, which value is under a pointer, and their colours.
import type { Tensor } from './tensor';
import type { Scale } from './scale';

export interface Grid {
  columns: number;
  rows: number;
  /** of a tile, in values that were sent */
  width: number;
  height: number;
  /** tiles that are there; the last row may be short */
  count: number;
}

export const gap = 1;

export function gridOf(count: number, height: number, width: number, columns: number): Grid {
  const used = Math.max(1, Math.min(columns, count));
  return { columns: used, rows: Math.max(1, Math.ceil(count / used)), width, height, count };
}

export function canvasOf({ columns, rows, width, height }: Grid): { width: number; height: number } {
  return { width: columns * (width + gap) - gap, height: rows * (height + gap) - gap };
}

export interface Spot {
  /** tile, counted from the first one shown */
  tile: number;
  y: number;
  x: number;
}

/** What is at a place of the canvas; nothing between the tiles and after the last one. */
export function spotAt(grid: Grid, left: number, top: number): Spot | undefined {
  const column = Math.floor(left / (grid.width + gap));
  const row = Math.floor(top / (grid.height + gap));
  const x = Math.floor(left - column * (grid.width + gap));
  const y = Math.floor(top - row * (grid.height + gap));
  const tile = row * grid.columns + column;
  if (column < 0 || row < 0 || column >= grid.columns || tile >= grid.count || x >= grid.width || y >= grid.height) return undefined;
  return { tile, y, x };
}

/** The upper left corner of a spot on the canvas. */
export function placeOf(grid: Grid, { tile, y, x }: Spot): { left: number; top: number } {
  const column = tile % grid.columns;
  const row = Math.floor(tile / grid.columns);
  return { left: column * (grid.width + gap) + x, top: row * (grid.height + gap) + y };
}

export function indexOf(grid: Grid, { tile, y, x }: Spot): number {
  return (tile * grid.height + y) * grid.width + x;
}

/** A step with the arrow keys: within the tile, and over its edge into the next one. */
export function stepSpot(grid: Grid, spot: Spot, dx: number, dy: number): Spot {
  const { left, top } = placeOf(grid, spot);
  const canvas = canvasOf(grid);
  let x = left + dx;
  let y = top + dy;
  for (let tries = 0; tries <= gap; ++tries) {
    if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return spot;
    const found = spotAt(grid, x, y);
    if (found) return found;
    x += Math.sign(dx);
    y += Math.sign(dy);
  }
  return spot;
}

/** Colours of all tiles, one after another in the pixels of the canvas; what lies between stays transparent. */
export function paintGrid(values: Tensor['values'], grid: Grid, { lut, low, high }: Scale, pixels: Uint32Array): void {
  const { width: stride } = canvasOf(grid);
  const factor = high > low ? 255 / (high - low) : 0;
  for (let tile = 0; tile < grid.count; ++tile) {
    const { left, top } = placeOf(grid, { tile, y: 0, x: 0 });
    let from = tile * grid.height * grid.width;
    for (let y = 0; y < grid.height; ++y) {
      let to = (top + y) * stride + left;
      for (let x = 0; x < grid.width; ++x, ++from, ++to) {
        const value = Number(values[from]);
        const place = Math.round((value - low) * factor);
        pixels[to] = Number.isNaN(value) ? 0 : lut[place < 0 ? 0 : place > 255 ? 255 : place]!;
      }
    }
  }
}

/** Which channels a page shows. */
export function pageOf(channel: number, perPage: number): number {
  return Math.floor(channel / Math.max(1, perPage)) * Math.max(1, perPage);
}
