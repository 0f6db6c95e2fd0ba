// SPDX-License-Identifier: Apache-2.0
// Binary tensors of the contract: the headers that name them, and typed views of their bytes.

export interface Tensor {
  shape: number[];
  dtype: string;
  /** smallest and largest value of the whole tensor, not only of what was sent */
  range: readonly [number, number];
  /** side of the blocks of which one value was sent */
  step: number;
  values: Float32Array | Int8Array | Uint8Array | Int16Array | Int32Array | BigInt64Array;
}

const views: Record<string, (bytes: ArrayBuffer) => Tensor['values']> = {
  f32: (bytes) => new Float32Array(bytes),
  i8: (bytes) => new Int8Array(bytes),
  u8: (bytes) => new Uint8Array(bytes),
  i16: (bytes) => new Int16Array(bytes),
  i32: (bytes) => new Int32Array(bytes),
  i64: (bytes) => new BigInt64Array(bytes),
};

/** Typed arrays are in the machine's order; every machine that runs a browser today is little endian, as the contract. */
export function tensorOf(headers: Pick<Headers, 'get'>, bytes: ArrayBuffer): Tensor {
  const dtype = headers.get('Tensor-Dtype') ?? 'f32';
  const view = views[dtype];
  if (!view) throw new Error(`a tensor of ${dtype} cannot be shown`);
  const shape = (headers.get('Tensor-Shape') ?? '').split(',').filter(Boolean).map(Number);
  const [low = 0, high = 0] = (headers.get('Tensor-Range') ?? '').split(',').map(Number);
  return { shape, dtype, range: [low, high], step: Number(headers.get('Tensor-Step') ?? 1), values: view(bytes) };
}

export function numberAt(values: Tensor['values'], index: number): number {
  const value = values[index];
  return value === undefined ? NaN : Number(value);
}

/** a - b where both have the same shape; its range is that of the values which are there. */
export function lessOf(a: Tensor, b: Tensor): Tensor | undefined {
  if (a.step !== b.step || a.shape.join() !== b.shape.join()) return undefined;
  const values = new Float32Array(a.values.length);
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < values.length; ++index) {
    const value = numberAt(a.values, index) - numberAt(b.values, index);
    values[index] = value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { shape: a.shape, dtype: 'f32', range: low <= high ? [low, high] : [0, 0], step: a.step, values };
}
