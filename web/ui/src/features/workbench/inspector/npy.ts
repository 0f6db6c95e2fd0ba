// SPDX-License-Identifier: Apache-2.0
// NumPy's file format, version 1.0: what a downloaded tensor is, so that one line of Python reads it.

const descriptors: Record<string, string> = { f32: '<f4', i8: '|i1', u8: '|u1', i16: '<i2', i32: '<i4', i64: '<i8' };

/** The header of an .npy file; a multiple of 64 bytes long, so that the values can be mapped. */
export function npyHeader(dtype: string, shape: readonly number[]): Uint8Array {
  const descriptor = descriptors[dtype];
  if (!descriptor) throw new Error(`${dtype} has no name in NumPy`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const unpadded = 10 + text.length + 1;
  const length = Math.ceil(unpadded / 64) * 64;
  const header = new Uint8Array(length).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 255, (length - 10) >> 8]);
  for (let index = 0; index < text.length; ++index) header[10 + index] = text.charCodeAt(index);
  header[length - 1] = 0x0a;
  return header;
}

/** As `qsim run --dump` writes it: the picture with the batch that a network reads, so that it can be uploaded; layers without. */
export const npyShape = (layer: number, shape: readonly number[]): readonly number[] => (layer < 0 ? [1, ...shape] : shape);

/** Such as 3-conv_3-output-float.npy; the picture, which is no layer, is image.npy. */
export function exportName({ index, name }: { index: number; name: string }, tensor: string, source: string, kind: string): string {
  if (index < 0) return `image${source === 'run' ? '' : `-${source}`}.${kind}`;
  return `${index}-${name}-${tensor}${tensor === 'output' ? `-${source}` : ''}.${kind}`;
}
