// SPDX-License-Identifier: Apache-2.0
// How the output of a layer is quantized, with the edits of the simulation where they are known.
import type { Graph, LayerDetails, Quantization } from '../types';

/** Undefined where it is none: heads on the host write floats, and a package may have no integers. */
export function outputOf(graph: Graph, layer: number, details: LayerDetails | undefined): Quantization | undefined {
  const now = details?.tensors.find(({ name }) => name === 'output');
  if (now) return now.quantization;
  return layer < 0 ? graph.pictureQuantization : graph.layers[layer]?.output;
}

/** Whether the layer's output can be quantized in another way: not where it keeps the quantization of what it reads, or writes floats. */
export function ownsOutput(graph: Graph, layer: number): boolean {
  if (layer < 0) return graph.pictureQuantization !== undefined;
  const { output, scaleFrom } = graph.layers[layer] ?? {};
  return output !== undefined && scaleFrom === undefined;
}
