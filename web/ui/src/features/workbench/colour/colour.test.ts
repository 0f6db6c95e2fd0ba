// SPDX-License-Identifier: Apache-2.0
// Measures as levels, and text that can be read on them.
import { describe, expect, it } from 'vitest';
import { wantsDarkText } from '@shared/colors';
import { layer } from '../testing/network';
import { legendMarks, levelOf, measures, valueOf } from './measure';

const error = { layer: 0, cosine: 1, mse: 0, maxAbs: 0, saturation: 0, overflows: 0 };

describe('measures', () => {
  const state = (change: object) => ({ layer: layer(0, [-1]), mode: 'int' as const, error: { ...error, ...change } });
  it('are louder with more noise', () => {
    expect(levelOf('accumulated', state({ sqnr: 15 }))).toBe(0.75);
    expect(levelOf('accumulated', state({}))).toBe(0);
    expect(levelOf('accumulated', { layer: layer(0, [-1]), mode: 'int', error: undefined })).toBeUndefined();
    expect(levelOf('isolated', state({ sqnr: 1 }))).toBeUndefined();
    expect(levelOf('isolated', state({ isolatedSqnr: 60 }))).toBe(0);
  });
  it('show fewer bits brighter, and no width in FLOAT', () => {
    expect(levelOf('precision', state({}))).toBeCloseTo(8 / 14);
    expect(levelOf('precision', { ...state({}), mode: 'float' })).toBeUndefined();
  });
  it('show saturation on a logarithmic scale', () => {
    expect(levelOf('saturation', state({ saturation: 1 }))).toBe(1);
    expect(levelOf('saturation', state({ saturation: 0.01 }))).toBeCloseTo(0.5);
    expect(levelOf('saturation', state({ saturation: 1e-6 }))).toBe(0);
  });
  it.each([
    ['accumulated', '15.0 dB'],
    ['isolated', '31.2 dB'],
    ['precision', '8 bit'],
    ['saturation', '2.00 %'],
  ] as const)('%s has its own number, and none where nothing is known', (measure, text) => {
    expect(valueOf(measure, state({ sqnr: 15, isolatedSqnr: 31.24, saturation: 0.02 }))).toBe(text);
    expect(valueOf(measure, { layer: layer(0, [-1]), mode: 'float', error: undefined })).toBe('');
  });
  it.each(measures)('%s has a legend whose marks lie on its scale', (measure) => {
    for (const { level } of legendMarks(measure)) {
      expect(level).toBeGreaterThanOrEqual(0);
      expect(level).toBeLessThanOrEqual(1);
    }
  });
});

describe('text on colours', () => {
  it('is dark on yellow and light on violet', () => {
    expect(wantsDarkText(1)).toBe(true);
    expect(wantsDarkText(0)).toBe(false);
  });
});
