// SPDX-License-Identifier: Apache-2.0
// What the inspector reads of a layer, cached by simulation and by version: a change of values makes a new version.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { MapRequest } from '@shared/tensor/looks';
import type { Tensor } from '@shared/tensor/tensor';
import { useWorkbench } from '../context';
import type { LayerDetails, Source, Statistics } from '../types';
import { isApiError, simulations } from './simulations';


function useKey(): { id: string; key: readonly unknown[]; position: number; live: boolean } {
  const { snapshot } = useWorkbench();
  const { simulation, version, phase } = snapshot;
  const id = simulation?.id ?? '';
  return {
    id,
    key: ['workbench', id, version],
    position: simulation?.position ?? 0,
    live: !!simulation && phase !== 'closed' && (simulation.state === 'live' || simulation.state === 'parked'),
  };
}

const options = {
  staleTime: Infinity,
  gcTime: 60_000,
  // A tensor on its way is broken off where a change overtakes it: the next try has the new values.
  retry: (count: number, error: Error) => count < 4 && isApiError(error, 'offline'),
  retryDelay: 200,
} as const;

/** Whether a layer's output is there to be looked at. */
export function useHasRun(layer: number): boolean {
  const { position } = useKey();
  return layer < position;
}

export function useLayerDetails(layer: number): UseQueryResult<LayerDetails> {
  const { id, key, live, position } = useKey();
  return useQuery<LayerDetails>({
    ...options,
    queryKey: [...key, 'layer', layer, layer < position],
    queryFn: ({ signal }) => simulations.layer(id, layer, signal),
    enabled: live,
    // The heading of the same layer stays while an edit of it is looked up.
    placeholderData: (before) => (before?.index === layer ? before : undefined),
  });
}

export function useStatistics(layer: number, tensor: string, bins: number, enabled = true): UseQueryResult<Statistics> {
  const { id, key, live } = useKey();
  return useQuery({
    ...options,
    queryKey: [...key, 'statistics', layer, tensor, bins],
    queryFn: ({ signal }) => simulations.statistics(id, layer, tensor, bins, signal),
    enabled: live && enabled,
  });
}

export function useMap(request: MapRequest, enabled = true): UseQueryResult<Tensor> {
  const { id, key, live } = useKey();
  return useQuery({
    ...options,
    queryKey: [...key, 'map', request],
    queryFn: ({ signal }) => simulations.map(id, request, signal),
    enabled: live && enabled,
  });
}

export interface ValuesRequest {
  layer: number;
  tensor: string;
  source: Source;
  form: 'real' | 'raw';
  offset: number;
  count: number;
  bytesEach: number;
}

export function useValues(request: ValuesRequest, enabled = true): UseQueryResult<Tensor> {
  const { id, key, live } = useKey();
  const { layer, tensor, source, form, ...part } = request;
  return useQuery({
    ...options,
    queryKey: [...key, 'values', request],
    queryFn: ({ signal }) => simulations.values(id, layer, { tensor, source, form }, part, signal),
    enabled: live && enabled,
    placeholderData: keepPreviousData,
  });
}
