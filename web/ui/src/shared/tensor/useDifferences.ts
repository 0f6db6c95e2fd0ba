// SPDX-License-Identifier: Apache-2.0
// The scale of values of both signs in the theme of the page: none is the page's own colour.
import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { differences, type Scale } from './scale';

const none = [0, 0] as const;

export function useDifferences(range: readonly [number, number] | undefined): Scale {
  const dark = useComputedColorScheme('light') === 'dark';
  return useMemo(() => differences(range ?? none, dark), [range, dark]);
}
