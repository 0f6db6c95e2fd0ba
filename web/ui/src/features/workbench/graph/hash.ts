// SPDX-License-Identifier: Apache-2.0
// A short name for what a layout depends on, under which it is cached.
import type { LayoutRequest } from './layout';

/** Raised where layouts of older versions of the code must not be found again. */
const version = 1;

/** Two 32-bit FNV-1a sums with different seeds over sizes and edges; a collision would only draw a wrong picture. */
export function layoutKey({ sizes, edges }: LayoutRequest): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  const feed = (value: number) => {
    low = Math.imul(low ^ (value | 0), 0x01000193);
    high = Math.imul(high ^ (value | 0), 0x01000193) + (low >>> 15);
  };
  for (const { width, height } of sizes) {
    feed(width);
    feed(height);
  }
  for (const { from, to } of edges) {
    feed(from);
    feed(to);
  }
  const hex = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
  return `${version}-${sizes.length}-${edges.length}-${hex(low)}${hex(high)}`;
}
