// SPDX-License-Identifier: Apache-2.0
// The form of the edit tab and the rule that it becomes: only what a person chose is said.
import { parseNumber } from '@shared/format/parse';
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
  const bits = parseNumber(width);
  if (width !== '' && !(bits !== undefined && Number.isInteger(bits) && bits >= 2 && bits <= 16)) return 'width';
  const share = parseNumber(percentile);
  if (percentile !== '' && (method !== 'percentile' || share === undefined || !(share >= 50 && share <= 100))) return 'percentile';
  if (method === 'log2' && scaleKind === 'any') return 'log2';
  return undefined;
}

export function ruleOf(form: RuleForm): Rule | undefined {
  const rule: Record<string, unknown> = {};
  if (form.width !== '') rule['width'] = parseNumber(form.width);
  if (form.percentile !== '') rule['percentile'] = parseNumber(form.percentile);
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
