// SPDX-License-Identifier: Apache-2.0
// The arithmetic behind the tabs: grids, thresholds, tables, rules, files.
import { describe, expect, it } from 'vitest';
import { VIRIDIS_LUT } from '@shared/colors';
import { formatCount } from '@shared/format';
import { tensorOf } from '../api/tensor';
import { bytesOf, indicesOf, sheetOf, valueOf } from './cells';
import { canvasOf, gridOf, indexOf, pageOf, paintGrid, placeOf, spotAt, stepSpot } from './grid';
import { axisText } from './axis';
import { integerOf, limitsOf, scaleText } from './integer';
import { npyHeader } from './npy';
import { editOf, emptyRule, problemOf } from './rule';
import { axisRange, isSymmetric, moveEnd, outside, tidy, toPixels, toValue, widened } from './thresholds';

describe('a grid of channels', () => {
  // 5 channels of 2 x 3 values, three beside each other: 11 x 5 pixels with gaps of one.
  const grid = gridOf(5, 2, 3, 3);
  it('has its size', () => {
    expect(grid).toMatchObject({ columns: 3, rows: 2 });
    expect(canvasOf(grid)).toEqual({ width: 11, height: 5 });
  });
  it('finds values and their places again', () => {
    for (let tile = 0; tile < 5; ++tile)
      for (let y = 0; y < 2; ++y)
        for (let x = 0; x < 3; ++x) {
          const { left, top } = placeOf(grid, { tile, y, x });
          expect(spotAt(grid, left + 0.5, top + 0.5)).toEqual({ tile, y, x });
        }
    expect(spotAt(grid, 3, 0)).toBeUndefined(); // between two tiles
    expect(spotAt(grid, 9, 4)).toBeUndefined(); // where a sixth tile would be
    expect(indexOf(grid, { tile: 1, y: 1, x: 2 })).toBe(11);
  });
  it('steps over the gap into the next tile and not off the canvas', () => {
    expect(stepSpot(grid, { tile: 0, y: 0, x: 2 }, 1, 0)).toEqual({ tile: 1, y: 0, x: 0 });
    expect(stepSpot(grid, { tile: 0, y: 1, x: 0 }, 0, 1)).toEqual({ tile: 3, y: 0, x: 0 });
    expect(stepSpot(grid, { tile: 0, y: 0, x: 0 }, -1, 0)).toEqual({ tile: 0, y: 0, x: 0 });
  });
  it('is painted tile by tile', () => {
    const pixels = new Uint32Array(55);
    paintGrid(Float32Array.from({ length: 30 }, (_, index) => index), grid, { lut: VIRIDIS_LUT, low: 0, high: 29 }, pixels);
    expect(pixels[0]).toBe(VIRIDIS_LUT[0]);
    expect(pixels[3]).toBe(0);
    expect(pixels[placeOf(grid, { tile: 4, y: 1, x: 2 }).top * 11 + placeOf(grid, { tile: 4, y: 1, x: 2 }).left]).toBe(VIRIDIS_LUT[255]);
  });
  it('turns pages', () => expect([0, 11, 12, 25].map((channel) => pageOf(channel, 12))).toEqual([0, 0, 12, 24]));
});

describe('integers', () => {
  const quantization = { width: 8, scale: 0.5, zeroPoint: -3 };
  it('are found behind real values', () => {
    expect(integerOf(2, quantization)).toBe(1);
    expect(limitsOf(quantization)).toEqual([-62.5, 65]);
  });
  it('have words for their scale', () => {
    const words = { bit: 'bit', zero: (at: string) => `zero at ${at}`, scales: (count: number, first: string) => `${count} scales, the first ${first}` };
    expect(scaleText({ width: 8, scale: 2 ** -5, zeroPoint: 0 }, words)).toBe('8 bit, 2⁻⁵');
    expect(scaleText({ width: 4, scale: 0.01234567, zeroPoint: -7, channels: 32 }, words)).toBe('4 bit, 32 scales, the first 0.01235, zero at −7');
  });
});

describe('thresholds', () => {
  const axis = { left: 50, width: 200, min: -1, max: 3 };
  it('are where their values are', () => {
    expect(toPixels(axis, 1)).toBe(150);
    expect(toValue(axis, 150)).toBe(1);
    expect(toValue(axis, 9999)).toBe(3);
  });
  it('leave room beyond what they hold', () => {
    const [low, high] = axisRange(-2, 4, [-8, 7.9]);
    expect(low).toBeLessThan(-8);
    expect(high).toBeGreaterThan(7.9);
  });
  it('move together where the range is symmetric, and never cross', () => {
    expect(isSymmetric([-1, 0.992])).toBe(true);
    expect(isSymmetric([-1, 3])).toBe(false);
    expect(moveEnd([-1, 1], 1, 2, true, 0.1)).toEqual([-2, 2]);
    expect(moveEnd([-1, 1], 0, 5, false, 0.1)).toEqual([0.9, 1]);
    expect(moveEnd([-1, 1], 1, -5, false, 0.1)).toEqual([-1, -0.9]);
  });
  it('count in bins no narrower than a step', () => {
    const bins = { low: 0, high: 16, run: Array.from({ length: 16 }, () => 1), float: undefined };
    expect(widened(bins, 1)).toEqual(bins);
    expect(widened(bins, 0)).toEqual(bins);
    expect(widened(bins, 1.5)).toEqual({ low: 0, high: 16, run: [2, 2, 2, 2, 2, 2, 2, 2], float: undefined });
    expect(widened({ ...bins, float: bins.run }, 100).run).toHaveLength(8);
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
    expect(problemOf({ ...emptyRule, percentile: '99' })).toBe('percentile');
    expect(problemOf({ ...emptyRule, method: 'log2', scaleKind: 'any' })).toBe('log2');
    expect(problemOf({ ...emptyRule, width: '8', method: 'percentile', percentile: '99.9' })).toBeUndefined();
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
  it('come with the headers that name them', () => {
    const headers = new Headers({ 'Tensor-Shape': '2,1,2', 'Tensor-Dtype': 'i16', 'Tensor-Range': '-3.5,12.25', 'Tensor-Step': '4' });
    const tensor = tensorOf(headers, Int16Array.from([1, -2, 3, 4]).buffer);
    expect(tensor).toMatchObject({ shape: [2, 1, 2], dtype: 'i16', range: [-3.5, 12.25], step: 4 });
    expect([...tensor.values]).toEqual([1, -2, 3, 4]);
  });
});

describe('the numbers at the axes', () => {
  it('are written as in the texts', () => {
    expect([100000, 51200, 10, -2.5, -2000, 0, 0.5, null].map(axisText)).toEqual(['100\u202f000', '51\u202f200', '10', '−2.5', '−2\u202f000', '0', '0.5', '']);
    expect(axisText(51200)).toBe(formatCount(51200));
  });
});
