// SPDX-License-Identifier: Apache-2.0
// What the address of a comparison says; a file of its own, so that the routes do not load the page.

export interface CompareSearch {
  /** ids of experiments */
  a?: string | undefined;
  b?: string | undefined;
  /** id of a file */
  picture?: string | undefined;
  /** index in A; the name of a layer that A does not have */
  layer?: number | string | undefined;
  /** one channel in the place of the grid */
  channel?: number | undefined;
}

/** What is no text goes. Named with undefined: else the router lets the unchecked one through. */
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const whole = (value: unknown) => (typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined);

export const compareSearch = (search: Record<string, unknown>): CompareSearch => ({
  a: text(search['a']),
  b: text(search['b']),
  picture: text(search['picture']),
  layer: whole(search['layer']) ?? text(search['layer']),
  channel: whole(search['channel']),
});
