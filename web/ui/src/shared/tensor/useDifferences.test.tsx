// SPDX-License-Identifier: Apache-2.0
// Differences have the colours of the theme.
import { MantineProvider } from '@mantine/core';
import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { DIVERGING_DARK_LUT, DIVERGING_LUT } from '@shared/colors';
import { useDifferences } from './useDifferences';

it.each([
  ['light', DIVERGING_LUT],
  ['dark', DIVERGING_DARK_LUT],
] as const)('in %s, the same distance up and down', (theme, lut) => {
  const { result } = renderHook(() => useDifferences([-2, 1]), { wrapper: ({ children }) => <MantineProvider forceColorScheme={theme}>{children}</MantineProvider> });
  expect(result.current).toEqual({ lut, low: -2, high: 2 });
});
