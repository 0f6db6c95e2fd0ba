// SPDX-License-Identifier: Apache-2.0
// The layout of a graph: from the cache, from the worker, or the quick one where a person does not want to wait.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { layoutKey } from './hash';
import { layOut, type Layout, type LayoutRequest } from './layout';
import { recall, remember, remembered } from './layoutCache';

export interface LayoutState {
  layout: Layout | undefined;
  busy: boolean;
  /** draws rows at once in the place of what takes long */
  cancel: () => void;
}

type Ask = (request: LayoutRequest, done: (layout: Layout) => void, failed: () => void) => () => void;

/** The worker, or the same work between two tasks where there are no workers. Returns how to give up. */
const inBackground: Ask = (request, done, failed) => {
  if (typeof Worker === 'undefined') {
    const timer = setTimeout(() => done(layOut(request)));
    return () => clearTimeout(timer);
  }
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<Layout>) => {
    worker.terminate();
    done(data);
  };
  worker.onerror = () => {
    worker.terminate();
    failed();
  };
  worker.postMessage(request);
  return () => worker.terminate();
};

export function useLayout(request: LayoutRequest): LayoutState {
  const key = useMemo(() => layoutKey(request), [request]);
  const [made, setMade] = useState<{ key: string; layout: Layout }>();
  const layout = made?.key === key ? made.layout : remembered(key);
  const [given, setGiven] = useState<string>();

  useEffect(() => {
    if (remembered(key)) return undefined;
    let current = true;
    const quick = () => current && setMade({ key, layout: layOut(request, 0) });
    if (given === key) {
      quick();
      return undefined;
    }
    let stop = () => {};
    void recall(key).then((known) => {
      if (!current) return;
      if (known) setMade({ key, layout: known });
      else
        stop = inBackground(
          request,
          (result) => {
            void remember(key, result);
            if (current) setMade({ key, layout: result });
          },
          quick,
        );
    });
    return () => {
      current = false;
      stop();
    };
  }, [key, request, given]);

  const cancel = useCallback(() => setGiven(key), [key]);
  // While another layout is on its way the old one is of another graph: nothing of it fits.
  return { layout, busy: !layout, cancel };
}
