// SPDX-License-Identifier: Apache-2.0
// The requests of the contract that the workbench makes, each as a function. Errors are `ApiError`.
import { api, isApiError, unwrap } from '@shared/api/client';
import type { components } from '@shared/api/schema';
import { binary, looks } from '@shared/tensor/looks';
import type { Tensor } from '@shared/tensor/tensor';
import type { Edit, Mode, Move, Simulation, Source, Stop } from '../types';


const at = (simulation: string) => ({ path: { simulation } });

export const simulations = {
  list: () => unwrap(api.GET('/simulations')),
  open: (experiment: string, picture: string, mode?: Mode) =>
    unwrap(
      api.POST('/experiments/{experiment}/simulations', {
        params: { path: { experiment } },
        body: mode ? { picture, mode } : { picture },
      }),
    ),
  get: (id: string) => unwrap(api.GET('/simulations/{simulation}', { params: at(id) })),
  close: (id: string) => unwrap(api.DELETE('/simulations/{simulation}', { params: at(id) })),
  resume: (id: string) => unwrap(api.POST('/simulations/{simulation}/resume', { params: at(id) })),
  move: (id: string, move: Move) =>
    unwrap(
      api.POST('/simulations/{simulation}/move', {
        params: at(id),
        body: move as components['schemas']['Move'],
      }),
    ),
  interrupt: (id: string) => unwrap(api.POST('/simulations/{simulation}/interrupt', { params: at(id) })),
  changePicture: (id: string, picture: string) =>
    unwrap(api.PUT('/simulations/{simulation}/picture', { params: at(id), body: { picture } })),
  setStops: (id: string, stops: Stop[]) =>
    unwrap(api.PUT('/simulations/{simulation}/stops', { params: at(id), body: { stops } })),
  applyEdit: (id: string, body: Edit): Promise<Simulation> =>
    unwrap(api.POST('/simulations/{simulation}/edits', { params: at(id), body })),
  undo: (id: string) => unwrap(api.POST('/simulations/{simulation}/undo', { params: at(id) })),
  redo: (id: string) => unwrap(api.POST('/simulations/{simulation}/redo', { params: at(id) })),
  save: (id: string, name: string) =>
    unwrap(api.POST('/simulations/{simulation}/save', { params: at(id), body: { name } })),
  errors: (id: string, isolated: boolean) =>
    unwrap(api.GET('/simulations/{simulation}/errors', { params: { ...at(id), query: { isolated } } })),
  answer: (id: string, threshold: number) =>
    unwrap(api.GET('/simulations/{simulation}/answer', { params: { ...at(id), query: { threshold } } })),
  ...looks,
  /** All values, or those from `offset` on: both in values of `bytesEach`. */
  values: (
    id: string,
    layer: number,
    query: { tensor: string; source: Source; form: 'real' | 'raw' },
    part?: { offset: number; count: number; bytesEach: number },
    signal?: AbortSignal,
  ): Promise<Tensor> =>
    binary(
      api.GET('/simulations/{simulation}/layers/{layer}/values', {
        params: { path: { simulation: id, layer }, query },
        parseAs: 'stream',
        ...(part && {
          headers: { Range: `bytes=${part.offset * part.bytesEach}-${(part.offset + part.count) * part.bytesEach - 1}` },
        }),
        ...(signal && { signal }),
      }),
    ),
};

/** The picture as the project holds it, for people: not what the network reads. */
export async function fetchPicture(file: string, signal?: AbortSignal): Promise<Blob> {
  return unwrap(
    api.GET('/files/{file}/content', { params: { path: { file } }, parseAs: 'blob', ...(signal && { signal }) }),
  ) as Promise<unknown> as Promise<Blob>;
}

export { isApiError };
