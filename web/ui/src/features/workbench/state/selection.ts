// SPDX-License-Identifier: Apache-2.0
// What is looked at: one layer, a stretch around it, the inspector's tab and channel, the picture. The address bar holds it.

export type Tab = 'pictures' | 'histogram' | 'statistics' | 'weights' | 'edit' | 'export';
export const tabs: readonly Tab[] = ['pictures', 'histogram', 'statistics', 'weights', 'edit', 'export'];

/** As the address bar has it; what is missing has its default there. */
export interface Address {
  layer?: number;
  tab?: Tab;
  /** one channel in the place of the grid */
  channel?: number;
  /** id of a file */
  picture?: string;
}

const whole = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= -1 ? number : undefined;
};

/** Whatever somebody wrote into the address bar, without what makes no sense. */
export function parseAddress(search: Record<string, unknown>): Address {
  const layer = whole(search['layer']);
  const channel = whole(search['channel']);
  const tab = tabs.find((name) => name === search['tab']);
  const picture = search['picture'];
  return {
    ...(layer !== undefined && { layer }),
    ...(tab && { tab }),
    ...(channel !== undefined && channel >= 0 && { channel }),
    // Any text: one that is no picture of the project is told to the person who followed the link.
    ...(typeof picture === 'string' && picture !== '' && { picture }),
    ...(typeof picture === 'number' && { picture: String(picture) }),
  };
}

/** The address with a change; undefined takes a key out. Another layer closes the channel of the one before. */
export function changeAddress(address: Address, change: { [Key in keyof Address]: Address[Key] | undefined }): Address {
  const elsewhere = change.layer !== undefined && change.layer !== address.layer;
  const next = { ...address, ...(elsewhere && { channel: undefined }), ...change };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.layer === b.layer && a.tab === b.tab && a.channel === b.channel && a.picture === b.picture;
}

/** Layers of a stretch from where it began to where it is now. */
export function stretch(from: number, to: number): Set<number> {
  const layers = new Set<number>();
  for (let layer = Math.min(from, to); layer <= Math.max(from, to); ++layer) layers.add(layer);
  return layers;
}

/** `step` layers on from a layer, within 0..count-1. */
export function neighbour(layer: number | undefined, step: number, count: number): number {
  if (count === 0) return -1;
  if (layer === undefined) return step > 0 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, layer + step));
}
