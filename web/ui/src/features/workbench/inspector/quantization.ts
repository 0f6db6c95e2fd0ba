// SPDX-License-Identifier: Apache-2.0
// How the output of a layer is quantized, with the edits of the simulation where they are known.
import type { Graph, LayerDetails, Quantization } from '../types';

/** Undefined where it is none: heads on the host write floats, and a package may have no integers. */
export function outputOf(graph: Graph, layer: number, details: LayerDetails | undefined): Quantization | undefined {
  const now = details?.tensors.find(({ name }) => name === 'output');
  if (now) return now.quantization;
  return layer < 0 ? graph.pictureQuantization : graph.layers[layer]?.output;
}
