// SPDX-License-Identifier: Apache-2.0
// The arithmetic behind the tabs: thresholds, tables, rules, files.
import { describe, expect, it } from 'vitest';
import { bytesOf, indicesOf, sheetOf, valueOf } from './cells';
import { layer, tiny } from '../testing/network';
import type { Graph, GraphLayer, LayerDetails, Quantization } from '../types';
import { exportName, npyHeader, npyShape } from './npy';
import { outputOf } from './quantization';
import { editOf, emptyRule, problemOf } from './rule';
import { isSymmetric, moveEnd, outside, tidy, toPixels, toValue } from './thresholds';

const without = ({ output: _, ...rest }: GraphLayer): GraphLayer => rest;

describe('thresholds', () => {
  const axis = { left: 50, width: 200, min: -1, max: 3 };
  it('are where their values are', () => {
    expect(toPixels(axis, 1)).toBe(150);
    expect(toValue(axis, 150)).toBe(1);
    expect(toValue(axis, 9999)).toBe(3);
  });
  it('move together where the range is symmetric, and never cross', () => {
    expect(isSymmetric([-1, 0.992])).toBe(true);
    expect(isSymmetric([-1, 3])).toBe(false);
    expect(moveEnd([-1, 1], 1, 2, true, 0.1)).toEqual([-2, 2]);
    expect(moveEnd([-1, 1], 0, 5, false, 0.1)).toEqual([0.9, 1]);
    expect(moveEnd([-1, 1], 1, -5, false, 0.1)).toEqual([-1, -0.9]);
  });
  it('tell what does not fit', () => {
    expect(outside([1, 1, 1, 1], 0, 4, [1, 3])).toBe(0.5);
    expect(outside([], 0, 4, [1, 3])).toBe(0);
    expect(tidy(1.234567891)).toBe(1.2346);
  });
});

describe('tables of values', () => {
  it('keep the width of filters', () => {
    expect(sheetOf([8, 3, 3, 3])).toEqual({ columns: 3, perPage: 144 });
    expect(sheetOf([100]).columns).toBe(8);
    expect(indicesOf([8, 3, 3, 3], 29)).toEqual([1, 0, 0, 2]);
    expect(bytesOf['i16']).toBe(2);
  });
  it('take numbers that the tensor can hold', () => {
    expect(valueOf('1,5', 'f32')).toBe(1.5);
    expect(valueOf('−3', 'i8')).toBe(-3);
    expect(valueOf('1.5', 'i8')).toBeUndefined();
    expect(valueOf('', 'f32')).toBeUndefined();
    expect(valueOf('x', 'f32')).toBeUndefined();
  });
});

describe('rules', () => {
  it('say only what was chosen', () => {
    expect(editOf([3], { ...emptyRule, method: 'kl' }, emptyRule)).toEqual({ kind: 'quantize', layers: [3], activation: { method: 'kl' } });
    expect(editOf([3, 4], emptyRule, { ...emptyRule, width: '4', granularity: 'channel' })).toEqual({
      kind: 'quantize',
      layers: [3, 4],
      weights: { width: 4, granularity: 'channel' },
    });
    expect(editOf([3], emptyRule, emptyRule)).toBeUndefined();
  });
  it('are refused where they make no sense', () => {
    expect(problemOf({ ...emptyRule, width: '17' })).toBe('width');
    expect(problemOf({ ...emptyRule, width: 'x' })).toBe('width');
    expect(problemOf({ ...emptyRule, method: 'percentile', percentile: '99,9' })).toBeUndefined();
    expect(editOf([3], { ...emptyRule, method: 'percentile', percentile: '99,9' }, emptyRule)).toMatchObject({ activation: { percentile: 99.9 } });
    expect(problemOf({ ...emptyRule, percentile: '99' })).toBe('percentile');
    expect(problemOf({ ...emptyRule, method: 'log2', scaleKind: 'any' })).toBe('log2');
    expect(problemOf({ ...emptyRule, width: '8', method: 'percentile', percentile: '99.9' })).toBeUndefined();
  });
});

describe('the quantization of an output', () => {
  const width = (bits: number) => ({ width: bits, scale: 1, zeroPoint: 0 });
  const graph: Graph = {
    ...tiny,
    pictureQuantization: width(7),
    layers: [layer(0, [-1], { output: width(8) }), without(layer(1, [0], { kind: 'yolo', host: true }))],
  };
  const details = (quantization?: Quantization): LayerDetails => ({
    index: 0,
    name: '',
    kind: '',
    mode: 'int',
    ran: false,
    stale: false,
    tensors: [{ name: 'output', dtype: 'i8', shape: [1, 1, 1], editable: false, ...(quantization && { quantization }) }],
    parameters: {},
  });
  it('is that of the simulation, else that of the package', () => {
    expect(outputOf(graph, 0, details(width(12)))?.width).toBe(12);
    expect(outputOf(graph, 0, undefined)?.width).toBe(8);
    expect(outputOf(graph, -1, undefined)?.width).toBe(7);
  });
  it('is none where a head on the host writes floats: not that of the picture', () => {
    expect(outputOf(graph, 1, undefined)).toBeUndefined();
    expect(outputOf(graph, 1, details())).toBeUndefined();
  });
});

describe('files', () => {
  it('are what NumPy reads', () => {
    const header = npyHeader('f32', [16, 208, 208]);
    const text = new TextDecoder('latin1').decode(header);
    expect(header.length % 64).toBe(0);
    expect([...header.slice(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    expect(header[8]! + 256 * header[9]!).toBe(header.length - 10);
    expect(text.slice(10)).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(16, 208, 208\), \} *\n$/);
    expect(new TextDecoder('latin1').decode(npyHeader('i8', [5]))).toContain("'shape': (5,)");
    expect(() => npyHeader('f16', [1])).toThrow('f16');
  });
  it('have the shapes that qsim run --dump gives, and names that begin with no dash', () => {
    expect(npyShape(-1, [3, 160, 160])).toEqual([1, 3, 160, 160]);
    expect(npyShape(0, [8, 160, 160])).toEqual([8, 160, 160]);
    expect(exportName({ index: -1, name: 'image' }, 'output', 'run', 'npy')).toBe('image.npy');
    expect(exportName({ index: -1, name: 'image' }, 'output', 'float', 'bin')).toBe('image-float.bin');
    expect(exportName({ index: 3, name: 'conv_3' }, 'output', 'run', 'npy')).toBe('3-conv_3-output-run.npy');
    expect(exportName({ index: 3, name: 'conv_3' }, 'weights', 'run', 'npy')).toBe('3-conv_3-weights.npy');
  });
});
