// SPDX-License-Identifier: Apache-2.0
// GET /guide: where in the example project the first visit leads; nothing where the server does not say.
import { useQuery } from '@tanstack/react-query';
import { API } from './client';

/** Whatever is missing, the steps do without. */
export interface Guide {
  /** Name of the experiment of which the story is true. */
  experiment?: string;
  picture?: string;
  layer?: number;
  method?: string;
  /** Grid that goes with the method, where the package has another: any, log2. */
  scale?: string;
  class?: string;
  /** The box that was found all along and that the other method costs most: its scores before and after. */
  weaker?: { class: string; before: number; after: number };
}

const unknown: Guide = {};

function isWeaker(value: unknown): value is NonNullable<Guide['weaker']> {
  if (typeof value !== 'object' || value === null) return false;
  const { class: name, before, after } = value as Record<string, unknown>;
  return typeof name === 'string' && typeof before === 'number' && typeof after === 'number';
}

export function parseGuide(document: unknown): Guide {
  if (typeof document !== 'object' || document === null) return {};
  const { experiment, picture, layer, method, scale, class: name, weaker } = document as Record<string, unknown>;
  return {
    ...(typeof experiment === 'string' && { experiment }),
    ...(typeof picture === 'string' && { picture }),
    ...(typeof layer === 'number' && { layer }),
    ...(typeof method === 'string' && { method }),
    ...(typeof scale === 'string' && { scale }),
    ...(typeof name === 'string' && { class: name }),
    ...(isWeaker(weaker) && { weaker }),
  };
}

export function useGuide(enabled: boolean): { guide: Guide; ready: boolean } {
  const query = useQuery({
    queryKey: ['guide'],
    enabled,
    staleTime: Infinity,
    retry: false,
    queryFn: async (): Promise<Guide> => {
      const response = await fetch(`${API}/guide`);
      return response.ok ? parseGuide(await response.json()) : unknown;
    },
  });
  return { guide: query.data ?? unknown, ready: !enabled || !query.isPending };
}
