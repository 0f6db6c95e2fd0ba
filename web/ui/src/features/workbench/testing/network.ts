// SPDX-License-Identifier: Apache-2.0
// Networks for tests: a tiny detector, and synthetic ones of the sizes and shapes that real ones have.
import type { Graph, GraphLayer, Mode } from '../types';

const all: Mode[] = ['float', 'hybrid', 'int'];

export function layer(index: number, inputs: number[], change: Partial<GraphLayer> = {}): GraphLayer {
  return {
    index,
    name: `conv_${index}`,
    kind: 'convolutional',
    text: '3x3 leaky',
    inputs,
    shape: [4, 8, 8],
    modes: all,
    host: false,
    macs: 1000,
    parameters: 148,
    output: { width: 8, scale: 2 ** -5, zeroPoint: 0, channels: 1, exponent: -5 },
    weights: { width: 8, scale: 2 ** -7, zeroPoint: 0, channels: 1, exponent: -7 },
    ...change,
  };
}

const bare = (full: GraphLayer): GraphLayer => {
  const { weights: _, ...rest } = full;
  return rest;
};

/** On the host, in floats. */
const head = (full: GraphLayer): GraphLayer => {
  const { output: _, ...rest } = bare(full);
  return rest;
};

/** conv, pool, conv, conv, shortcut, yolo. */
export const tiny: Graph = {
  name: 'tiny',
  picture: [3, 16, 16],
  pictureQuantization: { width: 8, scale: 1 / 127, zeroPoint: 0 },
  layers: [
    layer(0, [-1], { shape: [4, 16, 16] }),
    bare(layer(1, [0], { name: 'pool_1', kind: 'maxpool', text: '2x2/2', modes: ['float', 'int'], scaleFrom: 0 })),
    layer(2, [1]),
    layer(3, [2]),
    bare(layer(4, [3, 1], { name: 'shortcut_4', kind: 'shortcut', text: 'linear', modes: ['float', 'int'] })),
    head(layer(5, [4], { name: 'yolo_5', kind: 'yolo', text: '', host: true, modes: ['float'], shape: [18, 8, 8] })),
  ],
  outputs: [5],
  classes: ['disc', 'ring'],
  detector: true,
};

export const graphOf = (layers: GraphLayer[]): Graph => ({ ...tiny, name: 'synthetic', layers, outputs: [layers.length - 1] });

/** As densenet201.cfg: 305 layers, each block two convolutions and a concatenation with what came before. */
export function denseLike(count = 305): Graph {
  const layers: GraphLayer[] = [];
  while (layers.length < count) {
    const index = layers.length;
    if (index % 3 === 2) layers.push(layer(index, [index - 1, index - 3 < 0 ? index - 2 : index - 3], { kind: 'route', name: `route_${index}` }));
    else layers.push(layer(index, [index - 1]));
  }
  return graphOf(layers);
}

/** As an ONNX DenseNet: each concatenation reads all of its block before it; about 2500 edges at 700 layers. */
export function denseSkips(count = 700, block = 24): Graph {
  const layers: GraphLayer[] = [];
  let joins: number[] = [];
  while (layers.length < count) {
    const index = layers.length;
    if (index % 3 === 2) {
      layers.push(layer(index, [index - 1, ...joins], { kind: 'route', name: `concat_${index}` }));
      joins.push(index - 1);
      if (joins.length >= block) joins = [];
    } else layers.push(layer(index, [index - 1]));
  }
  return graphOf(layers);
}

export function chain(count: number): Graph {
  return graphOf(Array.from({ length: count }, (_, index) => layer(index, [index - 1])));
}
