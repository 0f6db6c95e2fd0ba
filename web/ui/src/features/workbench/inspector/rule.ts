// SPDX-License-Identifier: Apache-2.0
// The form of the edit tab and the rule that it becomes: only what a person chose is said.
import type { Edit, Rule } from '../types';

export interface RuleForm {
  width: string;
  method: string;
  percentile: string;
  scaleKind: string;
  symmetry: string;
  granularity: string;
}

export const emptyRule: RuleForm = { width: '', method: '', percentile: '', scaleKind: '', symmetry: '', granularity: '' };

export const methods = ['minmax', 'percentile', 'kl', 'mse', 'octav', 'log2'] as const;
export const weightMethods = ['minmax', 'percentile', 'mse', 'octav', 'log2'] as const;

/** Why a form is no rule yet, as a key of the texts. */
export type RuleProblem = 'width' | 'percentile' | 'log2';

export function problemOf({ width, method, percentile, scaleKind }: RuleForm): RuleProblem | undefined {
  if (width !== '' && !(Number.isInteger(Number(width)) && Number(width) >= 2 && Number(width) <= 16)) return 'width';
  if (percentile !== '' && (method !== 'percentile' || !(Number(percentile) >= 50 && Number(percentile) <= 100))) return 'percentile';
  if (method === 'log2' && scaleKind === 'any') return 'log2';
  return undefined;
}

export function ruleOf(form: RuleForm): Rule | undefined {
  const rule: Record<string, unknown> = {};
  if (form.width !== '') rule['width'] = Number(form.width);
  if (form.percentile !== '') rule['percentile'] = Number(form.percentile);
  for (const key of ['method', 'scaleKind', 'symmetry', 'granularity'] as const) if (form[key] !== '') rule[key] = form[key];
  return Object.keys(rule).length > 0 ? (rule as Rule) : undefined;
}

export function editOf(layers: number[], activation: RuleForm, weights: RuleForm): Edit | undefined {
  const parts = { activation: ruleOf(activation), weights: ruleOf(weights) };
  if (!parts.activation && !parts.weights) return undefined;
  return {
    kind: 'quantize',
    layers,
    ...(parts.activation && { activation: parts.activation }),
    ...(parts.weights && { weights: parts.weights }),
  };
}
