// SPDX-License-Identifier: Apache-2.0
// The title of the browser's tab.
import { useEffect } from 'react';

export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · qsim` : 'qsim';
  }, [title]);
}
