// SPDX-License-Identifier: Apache-2.0
// The documents that `qsim compare`, `cross` and `eval` print; a job's result is one of them.
import type { Mode } from './types';

/** Noise in dB; null where there is none at all. */
type Decibel = number | null;

export interface Difference {
  cosine: number;
  sqnr_db: Decibel;
  mse: number;
  max_abs: number;
  saturation: number;
  accumulator_overflows: number;
}
export interface ComparedLayer {
  index: number;
  name: string;
  kind: string;
  mode: Mode;
  isolated: Difference;
  accumulated: Difference;
  /** What the layer adds to the rounding of its inputs: it is blamed by this. */
  own: { sqnr_db: Decibel; mse: number; max_abs: number };
}
export interface CompareResult {
  mode: Mode;
  pictures: number;
  /** Worst first by blame. */
  layers: ComparedLayer[];
}
export interface CrossPoint {
  layer: number;
  name: string;
  map50?: number;
  top1?: number;
  sqnr_db: Decibel;
  boxes?: { lost: number; new: number; moved_iou: number };
  changed?: number;
}
export interface CrossResult {
  mode: Mode;
  pictures: number;
  metric: 'map50' | 'top1';
  float: number;
  int?: number;
  hybrid?: number;
  threshold?: number;
  float_boxes?: number;
  /** The layers up to this one run in the mode. */
  prefix: CrossPoint[];
  /** This layer alone does. */
  single: CrossPoint[];
}
export interface EvalResult {
  mode: Mode;
  images: number;
  map50?: number;
  map?: number;
  pooled_ap50?: number;
  top1?: number;
  top5?: number;
  fidelity?: number;
  deviation?: number;
  drop?: number;
  drop_deviation?: number;
  per_class?: Record<string, { ap50: number; objects: number }>;
  worst_layer?: { index: number; name: string; sqnr_db: Decibel };
}

const object = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export const isCompareResult = (value: unknown): value is CompareResult =>
  object(value) && Array.isArray(value['layers']) && typeof value['mode'] === 'string';
export const isCrossResult = (value: unknown): value is CrossResult =>
  object(value) && Array.isArray(value['prefix']) && Array.isArray(value['single']);
export const isEvalResult = (value: unknown): value is EvalResult =>
  object(value) && typeof value['images'] === 'number' && typeof value['mode'] === 'string';

export const scoreOf = (point: { map50?: number; top1?: number }) => point.map50 ?? point.top1;
/** null of the documents is no noise: infinitely many dB. */
export const decibel = (value: Decibel | undefined) => (value === null ? Infinity : value);
