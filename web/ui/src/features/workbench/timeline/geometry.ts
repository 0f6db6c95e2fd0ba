// SPDX-License-Identifier: Apache-2.0
// The timeline's arithmetic: where a layer's slot is, which layer is under a pointer, how tall a bar is.
import type { LayerError, Mode } from '../types';

/** Noise of this many dB or less (SQNR) fills the bar; at the other end nothing is seen. */
export const loudest = 0;
export const quietest = 60;

export interface Slots {
  count: number;
  width: number;
}

export function slotX({ count, width }: Slots, layer: number): number {
  return count > 0 ? (layer * width) / count : 0;
}

/** The layer under x, clamped to the network; -1 where there is none. */
export function layerAt({ count, width }: Slots, x: number): number {
  if (count === 0 || width <= 0) return -1;
  return Math.min(count - 1, Math.max(0, Math.floor((x * count) / width)));
}

/** 0 (no noise, or nothing measured) .. 1 (as loud as the signal). */
export function noiseLevel(sqnr: number | undefined): number {
  if (sqnr === undefined || Number.isNaN(sqnr)) return 0;
  return Math.min(1, Math.max(0, (quietest - sqnr) / (quietest - loudest)));
}

export interface Window {
  first: number;
  last: number;
}

/** The layers between two points of a drag. */
export function windowBetween(slots: Slots, x0: number, x1: number): Window {
  const a = layerAt(slots, x0);
  const b = layerAt(slots, x1);
  return { first: Math.min(a, b), last: Math.max(a, b) };
}

export type Shown = Mode | 'host';

export interface ModeRun extends Window {
  mode: Shown;
}

/** Neighbouring layers of one mode, as one piece. */
export function modeRuns(modes: readonly Shown[]): ModeRun[] {
  const runs: ModeRun[] = [];
  modes.forEach((mode, layer) => {
    const open = runs.at(-1);
    if (open?.mode === mode) open.last = layer;
    else runs.push({ mode, first: layer, last: layer });
  });
  return runs;
}

export function errorsByLayer(errors: readonly LayerError[]): Map<number, LayerError> {
  return new Map(errors.map((error) => [error.layer, error]));
}
