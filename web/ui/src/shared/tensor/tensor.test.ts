// SPDX-License-Identifier: Apache-2.0
// The arithmetic of a tensor's figures: grids, bins, scales, integers, and the bytes they come as.
import { describe, expect, it } from 'vitest';
import { VIRIDIS_LUT } from '@shared/colors';
import { formatCount } from '@shared/format';
import { axisText, axisWidth } from './axis';
import { axisRange, perSize, widened } from './bins';
import { canvasOf, gridOf, indexOf, pageOf, paintGrid, placeOf, spotAt, stepSpot } from './grid';
import { integerOf, limitsOf, scaleText } from './integer';
import { common, differences, magnitudes } from './scale';
import { lessOf, tensorOf } from './tensor';

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

describe('histograms', () => {
  it('leave room beyond what they hold', () => {
    const [low, high] = axisRange(-2, 4, [-8, 7.9]);
    expect(low).toBeLessThan(-8);
    expect(high).toBeGreaterThan(7.9);
  });
  it('count in bins no narrower than a step', () => {
    const bins = { low: 0, high: 16, counts: Array.from({ length: 16 }, () => 1) };
    expect(widened(bins, 1)).toEqual(bins);
    expect(widened(bins, 0)).toEqual(bins);
    expect(widened(bins, 1.5)).toEqual({ low: 0, high: 16, counts: [2, 2, 2, 2, 2, 2, 2, 2] });
    expect(widened(bins, 100).counts).toHaveLength(8);
  });
  it('are as high as others of the same values, whatever their bins', () => {
    expect(perSize({ low: 0, high: 4, counts: [2, 2, 2, 2] }, 2)).toEqual([4, 4, 4, 4]);
    const same = [3, 1];
    expect(perSize({ low: 0, high: 2, counts: same }, 1)).toBe(same);
  });
});

describe('scales', () => {
  it('are common to what stands side by side, and symmetric for differences', () => {
    expect(common([[-1, 2], [-3, 1]])).toEqual([-3, 2]);
    expect(magnitudes([2, 2])).toMatchObject({ low: 2, high: 3 });
    expect(differences([-0.5, 0.25])).toMatchObject({ low: -0.5, high: 0.5 });
    expect(differences([0, 0])).toMatchObject({ low: -1, high: 1 });
  });
});

describe('tensors', () => {
  it('come with the headers that name them', () => {
    const headers = new Headers({ 'Tensor-Shape': '2,1,2', 'Tensor-Dtype': 'i16', 'Tensor-Range': '-3.5,12.25', 'Tensor-Step': '4' });
    const tensor = tensorOf(headers, Int16Array.from([1, -2, 3, 4]).buffer);
    expect(tensor).toMatchObject({ shape: [2, 1, 2], dtype: 'i16', range: [-3.5, 12.25], step: 4 });
    expect([...tensor.values]).toEqual([1, -2, 3, 4]);
  });
  it('are less one another, value by value, with the range of what is left', () => {
    const tensor = (...values: number[]) => ({ shape: [1, 1, values.length], dtype: 'f32', range: [0, 9] as const, step: 2, values: Float32Array.from(values) });
    expect(lessOf(tensor(1, 2, NaN), tensor(3, 1.5, 0))).toMatchObject({ shape: [1, 1, 3], step: 2, range: [-2, 0.5], values: Float32Array.from([-2, 0.5, NaN]) });
    expect(lessOf(tensor(1), tensor(1, 2))).toBeUndefined();
  });
});

describe('the numbers at the axes', () => {
  it('are written as in the texts', () => {
    expect([100000, 51200, 10, -2.5, -2000, 0, 0.5, null].map(axisText)).toEqual(['100\u202f000', '51\u202f200', '10', '−2.5', '−2\u202f000', '0', '0.5', '']);
    expect(axisText(51200)).toBe(formatCount(51200));
  });
  it('have room, also where they are long', () => {
    expect([null, ['1', '100 000'], ['1 000 000']].map(axisWidth)).toEqual([68, 69, 83]);
  });
});
