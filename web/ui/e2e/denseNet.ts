// SPDX-License-Identifier: Apache-2.0
// A DenseNet as exporters write it: each dense layer reads all before it in its block. In ONNX's text syntax, few channels
// and a small picture, parameters from a seed: what counts here is the shape of its graph.

export interface DenseNet {
  text: string;
  /** that the compiler makes of it */
  layers: number;
  /** between them, and the one from the picture */
  edges: number;
}

const growth = 4;
const start = 8;
const neck = 8;
const side = 32;

/** `blocks`: dense layers of each. */
export function denseNet(blocks: readonly number[]): DenseNet {
  const lines: string[] = [];
  let state = 1;
  /** From -1 to 1. */
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const constant = (name: string, shape: readonly number[], value: () => number) => {
    const values = Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => value().toFixed(3));
    lines.push(`${name} = Constant <value = float[${shape.join(',')}] {${values.join(', ')}}> ()`);
  };
  const weights = (name: string, shape: readonly number[]) => {
    const read = shape.slice(1).reduce((product, length) => product * length, 1);
    constant(name, shape, () => draw() * Math.sqrt(6 / read));
  };
  const convolution = (from: string, to: string, filters: number, channels: number, size: number, stride = 1) => {
    weights(`${to}_w`, [filters, channels, size, size]);
    const pad = size >> 1;
    lines.push(`${to} = Conv <kernel_shape = [${size}, ${size}], strides = [${stride}, ${stride}], pads = [${pad}, ${pad}, ${pad}, ${pad}]> (${from}, ${to}_w)`);
  };
  const normalized = (from: string, to: string, channels: number) => {
    for (const [part, value] of [['gain', 1], ['shift', 0.1], ['mean', 0], ['variance', 1]] as const) constant(`${to}_${part}`, [channels], () => value);
    lines.push(`${to}_n = BatchNormalization (${from}, ${to}_gain, ${to}_shift, ${to}_mean, ${to}_variance)`, `${to} = Relu (${to}_n)`);
  };

  convolution('x', 'stem', start, 3, 3, 2);
  normalized('stem', 'begin', start);
  let [last, channels, layers, edges] = ['begin', start, 1, 1];
  blocks.forEach((count, block) => {
    const parts = [last];
    for (let layer = 0; layer < count; ++layer) {
      const name = `d${block}_${layer}`;
      normalized(last, `${name}_a`, channels);
      convolution(`${name}_a`, `${name}_b`, neck, channels, 1);
      normalized(`${name}_b`, `${name}_c`, neck);
      convolution(`${name}_c`, `${name}_d`, growth, neck, 3);
      parts.push(`${name}_d`);
      lines.push(`${name} = Concat <axis = 1> (${parts.join(', ')})`);
      last = name;
      channels += growth;
      // The first normalization is a layer of its own, the second one part of the convolution before it.
      layers += 4;
      edges += 3 + parts.length;
    }
    if (block + 1 === blocks.length) return;
    normalized(last, `t${block}_a`, channels);
    convolution(`t${block}_a`, `t${block}_b`, start, channels, 1);
    last = `t${block}`;
    lines.push(`${last} = AveragePool <kernel_shape = [2, 2], strides = [2, 2]> (${last}_b)`);
    channels = start;
    layers += 3;
    edges += 3;
  });
  lines.push(`pooled = GlobalAveragePool (${last})`, 'flat = Flatten <axis = 1> (pooled)');
  weights('head_w', [10, channels]);
  constant('head_b', [10], () => 0);
  lines.push('y = Gemm <transB = 1> (flat, head_w, head_b)');
  const text = `<ir_version: 8, opset_import: ["": 13]>\ndense (float[1,3,${side},${side}] x) => (float[1,10] y) {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
  return { text, layers: layers + 2, edges: edges + 2 };
}
