// SPDX-License-Identifier: Apache-2.0
// Colour scales: their ends, their order in lightness, and how values become pixels.
import { describe, expect, it } from 'vitest';
import { badness, between, DIVERGING_LUT, diverging, paint, viridis, VIRIDIS_LUT } from '.';

const red = (pixel: number) => pixel & 255;
const green = (pixel: number) => (pixel >> 8) & 255;
const blue = (pixel: number) => (pixel >> 16) & 255;

describe('colours', () => {
  it('run from viridis purple to yellow', () => {
    expect(viridis(0)).toBe('rgb(68 1 84)');
    expect(viridis(1)).toBe('rgb(253 231 37)');
    expect(viridis(-5)).toBe(viridis(0));
  });
  it('get lighter all the way, so that grey print keeps the order', () => {
    const light = [...VIRIDIS_LUT].map((p) => 0.2126 * red(p) + 0.7152 * green(p) + 0.0722 * blue(p));
    light.slice(1).forEach((value, index) => expect(value).toBeGreaterThanOrEqual(light[index]! - 0.8));
  });
  it('are white in the middle of a difference, blue below, orange above', () => {
    expect(diverging(0)).toBe('rgb(247 247 247)');
    expect(blue(DIVERGING_LUT[40]!)).toBeGreaterThan(red(DIVERGING_LUT[40]!));
    expect(red(DIVERGING_LUT[215]!)).toBeGreaterThan(blue(DIVERGING_LUT[215]!));
  });
  it('mix linearly', () => expect(between([[0, 0, 0], [100, 200, 40]], 0.5)).toEqual([50, 100, 20]));
  it('paint values, clamped, and leave NaN open', () => {
    const pixels = new Uint32Array(4);
    paint(Float32Array.of(-9, 0, 2, NaN), 0, 1, VIRIDIS_LUT, pixels);
    expect([...pixels]).toEqual([VIRIDIS_LUT[0], VIRIDIS_LUT[0], VIRIDIS_LUT[255], 0]);
  });
  it('paint a constant tensor in the lowest colour', () => {
    const pixels = new Uint32Array(1);
    paint(Float32Array.of(3), 3, 3, VIRIDIS_LUT, pixels);
    expect(pixels[0]).toBe(VIRIDIS_LUT[0]);
  });
  it('call 40 dB good and 0 dB bad', () => {
    expect(badness(40)).toBe(0);
    expect(badness(20)).toBe(0.5);
    expect(badness(-3)).toBe(1);
    expect(badness(undefined)).toBe(0);
  });
});
