// SPDX-License-Identifier: Apache-2.0
// What can be read of a layer of a simulation: its tensors, their numbers, and channels of them as values.
import { ApiError, api, errorOf, unwrap } from '@shared/api/client';
import type { LayerDetails, Statistics } from '@shared/api/types';
import { tensorOf, type Tensor } from './tensor';

/** Which tensor of a layer is looked at: the run's, FLOAT's on the same picture, or run minus FLOAT. */
export type Source = 'run' | 'float' | 'difference';

export interface MapRequest {
  layer: number;
  tensor: string;
  source: Source;
  first: number;
  count: number;
  size: number;
}

export const looks = {
  layer: (simulation: string, layer: number, signal?: AbortSignal): Promise<LayerDetails> =>
    unwrap(api.GET('/simulations/{simulation}/layers/{layer}', { params: { path: { simulation, layer } }, ...(signal && { signal }) })),
  statistics: (simulation: string, layer: number, tensor: string, bins: number, signal?: AbortSignal): Promise<Statistics> =>
    unwrap(
      api.GET('/simulations/{simulation}/layers/{layer}/statistics', {
        params: { path: { simulation, layer }, query: { tensor, bins } },
        ...(signal && { signal }),
      }),
    ),
  map: (simulation: string, { layer, ...query }: MapRequest, signal?: AbortSignal): Promise<Tensor> =>
    binary(
      api.GET('/simulations/{simulation}/layers/{layer}/map', {
        params: { path: { simulation, layer }, query },
        parseAs: 'stream',
        ...(signal && { signal }),
      }),
    ),
};

/** An answer of bytes with the headers that name them. */
export async function binary(call: Promise<{ response: Response; error?: unknown }>): Promise<Tensor> {
  try {
    const { response, error } = await call;
    if (!response.ok) throw errorOf(response, error);
    return tensorOf(response.headers, await response.arrayBuffer());
  } catch (error) {
    if (error instanceof ApiError || (error instanceof DOMException && error.name === 'AbortError')) throw error;
    // No answer, or one that broke off.
    throw new ApiError('offline', (error as Error).message, 0);
  }
}
