// SPDX-License-Identifier: Apache-2.0
// Finding layers: by index, by name with wildcards, by kind, by what stands on the node.
import type { GraphLayer } from '../types';

type Layer = Pick<GraphLayer, 'index' | 'name' | 'kind' | 'text'>;

/** Every word must fit: a number the index, a range 3..7 the index, anything else the name, kind or text (* and ? as in overrides). */
export function filterLayers<T extends Layer>(layers: readonly T[], text: string): T[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...layers];
  const tests = words.map(testOf);
  return layers.filter((layer) => tests.every((test) => test(layer)));
}

function testOf(word: string): (layer: Layer) => boolean {
  const range = /^(\d+)\.\.(\d+)$/.exec(word);
  if (range) {
    const [first, last] = [Number(range[1]), Number(range[2])];
    return ({ index }) => index >= first && index <= last;
  }
  const number = /^#?(\d+)$/.exec(word);
  if (number) {
    const exact = Number(number[1]);
    return ({ index, name }) => index === exact || name.toLowerCase().endsWith(`_${exact}`);
  }
  const escaped = word.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  const pattern = new RegExp(escaped);
  return ({ name, kind, text }) => [name, kind, text].some((part) => pattern.test(part.toLowerCase()));
}

export interface Rows {
  first: number;
  last: number;
}

/** Which rows of equal height a scrolled box shows, with some more on both sides. */
export function visibleRows(count: number, height: number, scroll: number, box: number, more = 8): Rows {
  return {
    first: Math.max(0, Math.floor(scroll / height) - more),
    last: Math.min(count - 1, Math.ceil((scroll + box) / height) + more),
  };
}
