// SPDX-License-Identifier: Apache-2.0
// The form of a stop: what was typed, what is wrong with it, and the stop that it becomes.
import { parseNumber } from '@shared/format/parse';
import { limits } from '../state/stops';
import type { Stop } from '../types';

export interface StopForm {
  when: Stop['when'];
  /** -1 is all layers */
  layer: number;
  limit: string;
  high: string;
}

/** Why a form is no stop, as a key of the texts. */
export type StopProblem = 'number' | 'saturation' | 'order';

export function problemOfStop({ when, limit, high }: StopForm): StopProblem | undefined {
  const wanted = limits[when];
  if (wanted === 'none') return undefined;
  const low = parseNumber(limit);
  const up = parseNumber(high);
  if (low === undefined || (wanted === 'range' && up === undefined)) return 'number';
  if (when === 'saturation' && (low < 0 || low > 100)) return 'saturation';
  if (wanted === 'range' && up !== undefined && up < low) return 'order';
  return undefined;
}

export function stopOf(form: StopForm): Stop | undefined {
  if (problemOfStop(form)) return undefined;
  const { layer, when } = form;
  const wanted = limits[when];
  const limit = parseNumber(form.limit);
  const high = parseNumber(form.high);
  return {
    layer,
    when,
    ...(wanted !== 'none' && limit !== undefined && { limit }),
    ...(wanted === 'range' && high !== undefined && { high }),
  };
}
