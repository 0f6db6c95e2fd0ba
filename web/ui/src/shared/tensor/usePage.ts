// SPDX-License-Identifier: Apache-2.0
// Which channels of a tensor are shown: one that was chosen, or as many as fit beside each other.
import { useCallback, useState } from 'react';
import { useBox } from '@shared/ui/useBox';
import { pageOf } from './grid';

const tile = 46; // px of the page
const tileValues = 64; // a tile's longer side in values that are sent
const oneValues = 512;
const most = 64; // channels a page

export interface Page {
  /** for the element that the pictures stand in */
  attach: (element: HTMLElement | null) => (() => void) | undefined;
  /** How many channels fit is known: asked before, the engine would be asked twice. */
  stands: boolean;
  /** px */
  width: number;
  /** one channel in the place of many */
  one: boolean;
  channels: number;
  start: number;
  count: number;
  perPage: number;
  perRow: number;
  /** a channel's longer side in values that are sent */
  size: number;
  /** `start` of another page */
  turn: (start: number) => void;
}

/** `pictures` stand beside each other; `chosen` is the channel of the address bar. */
export function usePage(shape: readonly number[], pictures: number, chosen: number | undefined): Page {
  const [ref, { width, height }] = useBox({ width: 440, height: 480 });
  const [stands, setStands] = useState(false);
  const attach = useCallback(
    (element: HTMLElement | null) => {
      const end = ref(element);
      setStands(true);
      return end;
    },
    [ref],
  );
  const [page, turn] = useState(0);
  const channels = shape[0] ?? 1;
  const perRow = Math.max(1, Math.floor((width / pictures - 8) / tile));
  const perPage = Math.min(most, perRow * Math.max(2, Math.floor((height * 0.55) / tile)));
  const one = chosen !== undefined && chosen < channels;
  const start = one ? chosen : pageOf(Math.min(page, Math.max(0, channels - 1)), perPage);
  const count = one ? 1 : Math.min(perPage, channels - start);
  return { attach, stands, width, one, channels, start, count, perPage, perRow, size: one ? oneValues : tileValues, turn };
}

/** Of a tensor's shape, what is sent of the channels of a page. */
export function sentOf([, rows = 1, columns = 1]: readonly number[], { count, size }: Page): readonly [number, number, number] {
  return [count, Math.min(rows, size), Math.min(columns, size)];
}
