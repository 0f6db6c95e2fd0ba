// SPDX-License-Identifier: Apache-2.0
// The timeline's slots, bars and windows.
import { describe, expect, it } from 'vitest';
import { layerAt, modeRuns, noiseLevel, slotX, windowBetween } from './geometry';

const slots = { count: 10, width: 500 };

describe('the timeline', () => {
  it('finds the layer under a pointer, also beyond the ends', () => {
    expect([0, 49.9, 50, 499, 700, -3].map((x) => layerAt(slots, x))).toEqual([0, 0, 1, 9, 9, 0]);
    expect(layerAt({ count: 0, width: 500 }, 10)).toBe(-1);
    expect(slotX(slots, 3)).toBe(150);
  });
  it('takes a drag in either direction', () => {
    expect(windowBetween(slots, 320, 110)).toEqual({ first: 2, last: 6 });
  });
  it('draws more noise taller: 60 dB and no noise are nothing, 0 dB is all', () => {
    expect([undefined, 60, 30, 0, -5, 90].map(noiseLevel)).toEqual([0, 0, 0.5, 1, 1, 0]);
  });
  it('joins neighbours of one mode', () => {
    expect(modeRuns(['int', 'int', 'float', 'int'])).toEqual([
      { mode: 'int', first: 0, last: 1 },
      { mode: 'float', first: 2, last: 2 },
      { mode: 'int', first: 3, last: 3 },
    ]);
  });
});
