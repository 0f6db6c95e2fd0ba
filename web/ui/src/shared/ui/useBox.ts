// SPDX-License-Identifier: Apache-2.0
// The size of an element, followed.
import { useCallback, useState } from 'react';

export interface Box {
  width: number;
  height: number;
}

export function useBox(first: Box = { width: 800, height: 400 }): [(element: HTMLElement | null) => (() => void) | undefined, Box] {
  const [box, setBox] = useState(first);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0) setBox((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, box];
}
