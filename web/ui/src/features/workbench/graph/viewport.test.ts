// SPDX-License-Identifier: Apache-2.0
// Pan, zoom, fit and what of the drawing is seen.
import { describe, expect, it } from 'vitest';
import { between, detailAt, fit, largestScale, overlaps, pan, reveal, start, visible, zoomAt } from './viewport';

const window = { width: 800, height: 600 };

describe('the viewport', () => {
  it('keeps the point under the pointer while it zooms', () => {
    const view = { x: 10, y: 20, scale: 1 };
    const zoomed = zoomAt(view, 2, 110, 220);
    expect(zoomed.scale).toBe(2);
    expect((110 - zoomed.x) / zoomed.scale).toBeCloseTo((110 - view.x) / view.scale);
    expect((220 - zoomed.y) / zoomed.scale).toBeCloseTo((220 - view.y) / view.scale);
  });
  it('has a largest scale', () => expect(zoomAt({ x: 0, y: 0, scale: 3 }, 100, 0, 0).scale).toBe(largestScale));
  it('fits a drawing in, centred, and does not enlarge a small one', () => {
    expect(fit({ width: 100, height: 100 }, window)).toEqual({ scale: 1, x: 350, y: 250 });
    const view = fit({ width: 1000, height: 10000 }, window);
    expect(view.scale).toBeCloseTo(552 / 10000);
  });
  it('starts a tall drawing at its top, large enough to be read', () => {
    expect(start({ width: 200, height: 10000 }, window)).toEqual({ scale: 0.85, x: 315, y: 24 });
  });
  it('moves only as far as needed to show a node', () => {
    const view = { x: 0, y: 0, scale: 1 };
    expect(reveal(view, { x: 100, y: 100, width: 50, height: 20 }, window)).toBe(view);
    expect(reveal(view, { x: 100, y: 700, width: 50, height: 20 }, window)).toEqual({ x: 0, y: -160, scale: 1 });
  });
  it('knows what it shows', () => {
    expect(visible(pan({ x: 0, y: 0, scale: 2 }, -20, -40), window)).toEqual({ x: 10, y: 20, width: 400, height: 300 });
    expect(overlaps(between(10, 10, 0, 0), { x: 5, y: 5, width: 1, height: 1 })).toBe(true);
    expect(overlaps(between(0, 0, 4, 4), { x: 5, y: 5, width: 1, height: 1 })).toBe(false);
    expect([1, 0.4, 0.1].map(detailAt)).toEqual(['full', 'name', 'none']);
  });
});
