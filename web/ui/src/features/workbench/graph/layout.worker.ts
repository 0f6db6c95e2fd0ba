// SPDX-License-Identifier: Apache-2.0
// Lays a graph out off the page's thread.
import { layOut, type LayoutRequest } from './layout';

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  postMessage(layOut(data));
});
