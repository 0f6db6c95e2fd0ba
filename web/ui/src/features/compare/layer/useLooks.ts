// SPDX-License-Identifier: Apache-2.0
// What is read of a layer of the two simulations, cached as long as they are there: they do not change.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { isApiError } from '@shared/api/client';
import type { Statistics } from '@shared/api/types';
import { looks, type MapRequest } from '@shared/tensor/looks';
import type { Tensor } from '@shared/tensor/tensor';

const options = {
  staleTime: Infinity,
  gcTime: 60_000,
  retry: (count: number, error: Error) => count < 2 && isApiError(error, 'offline'),
  retryDelay: 200,
} as const;

const bins = 128;

export interface Place {
  simulation: string | undefined;
  layer: number | undefined;
}

export function useMap({ simulation, layer }: Place, request: Omit<MapRequest, 'layer' | 'tensor' | 'source'>, enabled: boolean): UseQueryResult<Tensor> {
  const full: MapRequest = { layer: layer ?? 0, tensor: 'output', source: 'run', ...request };
  return useQuery({
    ...options,
    queryKey: ['compare-map', simulation, full],
    queryFn: ({ signal }) => looks.map(simulation!, full, signal),
    enabled: enabled && simulation !== undefined && layer !== undefined,
  });
}

export function useStatistics({ simulation, layer }: Place): UseQueryResult<Statistics> {
  return useQuery({
    ...options,
    queryKey: ['compare-statistics', simulation, layer],
    queryFn: ({ signal }) => looks.statistics(simulation!, layer!, 'output', bins, signal),
    enabled: simulation !== undefined && layer !== undefined,
  });
}
