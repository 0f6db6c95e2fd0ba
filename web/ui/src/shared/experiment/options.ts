// SPDX-License-Identifier: Apache-2.0
// What the options of an experiment come to: `qsim compile` has a default for each that is left out.
import type { CompileOptions, Experiment, Scores } from '@shared/api/types';

export const METHODS = ['kl', 'mse', 'minmax', 'percentile', 'octav', 'log2'] as const;

export interface EffectiveOptions {
  method: NonNullable<CompileOptions['method']>;
  percentile: number;
  activations: 'symmetric' | 'asymmetric';
  scale: 'any' | 'log2';
  granularity: 'channel' | 'tensor';
  activationWidth: number;
  weightWidth: number;
  headWidth: number;
  biasCorrection: boolean;
}

export function effective(options: CompileOptions): EffectiveOptions {
  const method = options.method ?? 'kl';
  return {
    method,
    percentile: options.percentile ?? 99.99,
    activations: options.activations ?? 'symmetric',
    scale: options.scale ?? (method === 'log2' ? 'log2' : 'any'),
    granularity: options.granularity ?? 'channel',
    activationWidth: options.activationWidth ?? 8,
    weightWidth: options.weightWidth ?? 8,
    headWidth: options.headWidth ?? 16,
    biasCorrection: options.biasCorrection ?? true,
  };
}

/** Method in a word or two: `mse asymmetric`, `percentile 99.9`. */
export function describeMethod(options: CompileOptions): string {
  const { method, percentile, activations } = effective(options);
  const name = method === 'percentile' ? `percentile ${percentile}` : method;
  return activations === 'asymmetric' ? `${name} asymmetric` : name;
}

/** Bits of activations, weights and heads: 8/8/16. */
export function describeWidths(options: CompileOptions): string {
  const { activationWidth, weightWidth, headWidth } = effective(options);
  return `${activationWidth}/${weightWidth}/${headWidth}`;
}

/** FLOAT less INT, or less HYBRID where INT was not measured; 0..1. */
export function dropOf(scores: Scores): number | undefined {
  const other = scores.int ?? scores.hybrid;
  return scores.float === undefined || other === undefined ? undefined : scores.float - other;
}

export const isReady = (experiment: Experiment) => experiment.state === 'ready';
