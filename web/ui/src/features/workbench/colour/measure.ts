// SPDX-License-Identifier: Apache-2.0
// What the nodes' colour can stand for, each as a number from 0 to 1 or as nothing known, and the same in its unit.
import { formatShare, formatSqnr } from '@shared/format';
import { noiseLevel } from '../timeline/geometry';
import type { GraphLayer, LayerError, Mode } from '../types';

export type Measure = 'accumulated' | 'isolated' | 'precision' | 'saturation';
export const measures: readonly Measure[] = ['accumulated', 'isolated', 'precision', 'saturation'];

export interface LayerState {
  layer: Pick<GraphLayer, 'output' | 'host'>;
  mode: Mode;
  error: LayerError | undefined;
}

/** Saturation is seldom above a few per cent and already matters then: its colours are logarithmic from 0.01 % to 100 %. */
const leastSaturation = 1e-4;

const levels: Record<Measure, (state: LayerState) => number | undefined> = {
  accumulated: ({ error }) => (error ? noiseLevel(error.sqnr) : undefined),
  isolated: ({ error }) => (error?.isolatedSqnr === undefined ? undefined : noiseLevel(error.isolatedSqnr)),
  // Fewer bits, brighter: the eye goes to where precision is least. FLOAT is no width.
  precision: ({ layer, mode }) =>
    mode !== 'int' || layer.host || !layer.output ? undefined : 1 - Math.min(1, Math.max(0, (layer.output.width - 2) / 14)),
  saturation: ({ error }) => {
    if (!error) return undefined;
    if (error.saturation < leastSaturation) return 0;
    return Math.min(1, 1 - Math.log10(error.saturation) / Math.log10(leastSaturation));
  },
};

export function levelOf(measure: Measure, state: LayerState): number | undefined {
  return levels[measure](state);
}

const noise = (sqnr: number | undefined) => (sqnr === undefined ? '' : formatSqnr(sqnr));

const values: Record<Measure, (state: LayerState) => string> = {
  accumulated: ({ error }) => noise(error?.sqnr),
  isolated: ({ error }) => noise(error?.isolatedSqnr),
  precision: ({ layer, mode }) => (mode !== 'int' || layer.host || !layer.output ? '' : `${layer.output.width} bit`),
  saturation: ({ error }) => (error ? formatShare(error.saturation) : ''),
};

/** What a level stands for, such as 31.2 dB; empty where there is no such number. */
export function valueOf(measure: Measure, state: LayerState): string {
  return values[measure](state);
}

/** The marks of a legend: at which level which number stands. */
export function legendMarks(measure: Measure): { level: number; value: number; unit: 'dB' | 'bit' | '%' }[] {
  switch (measure) {
    case 'accumulated':
    case 'isolated':
      return [60, 40, 20, 0].map((value) => ({ level: noiseLevel(value), value, unit: 'dB' }));
    case 'precision':
      return [16, 8, 4, 2].map((value) => ({ level: 1 - (value - 2) / 14, value, unit: 'bit' }));
    case 'saturation':
      return [0.01, 0.1, 1, 10, 100].map((value) => ({ level: 1 - Math.log10(value / 100) / Math.log10(leastSaturation), value, unit: '%' }));
  }
}
