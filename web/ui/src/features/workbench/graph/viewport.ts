// SPDX-License-Identifier: Apache-2.0
// Where one looks at the drawing: translation and scale, and what pan, zoom and fit make of them.
export interface Viewport {
  x: number;
  y: number;
  scale: number;
}
export interface Extent {
  width: number;
  height: number;
}
export interface Rectangle extends Extent {
  x: number;
  y: number;
}

export const smallestScale = 0.02;
export const largestScale = 4;

export function pan(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Zooms by a factor; the point of the drawing under (x, y) of the window stays there. */
export function zoomAt(view: Viewport, factor: number, x: number, y: number): Viewport {
  const scale = Math.min(largestScale, Math.max(smallestScale, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

/** All of the drawing in the window, never larger than life. */
export function fit(drawing: Extent, window: Extent, margin = 24): Viewport {
  if (drawing.width <= 0 || drawing.height <= 0 || window.width <= 0 || window.height <= 0) return { x: 0, y: 0, scale: 1 };
  const scale = Math.max(
    smallestScale,
    Math.min(1, (window.width - 2 * margin) / drawing.width, (window.height - 2 * margin) / drawing.height),
  );
  return { scale, x: (window.width - drawing.width * scale) / 2, y: (window.height - drawing.height * scale) / 2 };
}

/** The drawing at a scale that can be read, centred in x, its beginning at the top: where a tall network starts. */
export function start(drawing: Extent, window: Extent, readable = 0.85): Viewport {
  const whole = fit(drawing, window);
  if (whole.scale >= readable) return whole;
  return { scale: readable, x: (window.width - drawing.width * readable) / 2, y: 24 };
}

/** The smallest pan that brings a rectangle of the drawing into the window; the same viewport where it is inside. */
export function reveal(view: Viewport, target: Rectangle, window: Extent, margin = 40): Viewport {
  const left = target.x * view.scale + view.x;
  const top = target.y * view.scale + view.y;
  const right = left + target.width * view.scale;
  const bottom = top + target.height * view.scale;
  const along = (low: number, high: number, size: number) => {
    if (high - low > size - 2 * margin) return size / 2 - (low + high) / 2;
    if (low < margin) return margin - low;
    if (high > size - margin) return size - margin - high;
    return 0;
  };
  const dx = left >= 0 && right <= window.width ? 0 : along(left, right, window.width);
  const dy = top >= 0 && bottom <= window.height ? 0 : along(top, bottom, window.height);
  return dx === 0 && dy === 0 ? view : pan(view, dx, dy);
}

/** What of the drawing the window shows. */
export function visible(view: Viewport, window: Extent): Rectangle {
  return { x: -view.x / view.scale, y: -view.y / view.scale, width: window.width / view.scale, height: window.height / view.scale };
}

export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(outer: Rectangle, inner: Rectangle): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

/** A window and as much again on each side of it. */
export function around({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x - width, y: y - height, width: 3 * width, height: 3 * height };
}

/** The rectangle between two corners, whichever came first. */
export function between(x0: number, y0: number, x1: number, y1: number): Rectangle {
  return { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
}

/** How much is written on a node at a scale. */
export type Detail = 'full' | 'name' | 'none';
export function detailAt(scale: number): Detail {
  return scale >= 0.55 ? 'full' : scale >= 0.28 ? 'name' : 'none';
}
