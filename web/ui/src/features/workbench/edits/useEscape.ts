// SPDX-License-Identifier: Apache-2.0
// Escape closes what is open, wherever the focus went meanwhile (a button that was disabled loses it).
import { useEffect } from 'react';

export function useEscape(opened: boolean, close: () => void): void {
  useEffect(() => {
    if (!opened) return undefined;
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [opened, close]);
}
