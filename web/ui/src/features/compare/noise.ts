// SPDX-License-Identifier: Apache-2.0
// Noise of two experiments, layer beside layer. Layers are matched by name: numbers move when a network is edited.
import type { CompareResult } from '@shared/api/results';
import { decibel } from '@shared/api/results';
import type { Graph, Job, LayerError } from '@shared/api/types';

export interface Noise {
  accumulated: number | undefined;
  own: number | undefined;
}
export interface PairedLayer {
  name: string;
  /** Its index in A and in B, where they have it. */
  inA: number | undefined;
  inB: number | undefined;
  a: Noise | undefined;
  b: Noise | undefined;
}
export type NoiseByName = ReadonlyMap<string, Noise>;

export const fromResult = (result: CompareResult): NoiseByName =>
  new Map(result.layers.map((layer) => [layer.name, { accumulated: decibel(layer.accumulated.sqnr_db), own: decibel(layer.own.sqnr_db) }]));

/** A layer without `sqnr` has no noise. */
export const fromErrors = (errors: readonly LayerError[], graph: Graph): NoiseByName =>
  new Map(
    errors.flatMap((error) => {
      const layer = graph.layers[error.layer];
      return layer ? [[layer.name, { accumulated: error.sqnr ?? Infinity, own: error.isolatedSqnr }] as const] : [];
    }),
  );

/** The newest comparison that is done. */
export const latestComparison = (jobs: readonly Job[], experiment: string | undefined): Job | undefined =>
  jobs
    .filter((job) => job.kind === 'compare' && job.state === 'done' && job.experiment === experiment)
    .sort((a, b) => (a.created < b.created ? 1 : -1))[0];

export function pair(a: Graph | undefined, b: Graph | undefined, noiseA: NoiseByName | undefined, noiseB: NoiseByName | undefined): PairedLayer[] {
  const inB = new Map((b?.layers ?? []).map(({ name, index }) => [name, index]));
  const rows: PairedLayer[] = (a?.layers ?? []).map(({ name, index }) => ({ name, inA: index, inB: inB.get(name), a: noiseA?.get(name), b: noiseB?.get(name) }));
  const known = new Set(rows.map(({ name }) => name));
  for (const [name, index] of inB) if (!known.has(name)) rows.push({ name, inA: undefined, inB: index, a: undefined, b: noiseB?.get(name) });
  return rows;
}

/** How the address names a layer: by its index in A, and one that A does not have by its name. */
export const addressOf = ({ inA, name }: PairedLayer): number | string => inA ?? name;

/** The row that an address means; -1 without one. */
export const rowAt = (rows: readonly PairedLayer[], address: number | string | undefined): number =>
  address === undefined ? -1 : rows.findIndex(({ inA, name }) => (typeof address === 'number' ? inA === address : name === address));
