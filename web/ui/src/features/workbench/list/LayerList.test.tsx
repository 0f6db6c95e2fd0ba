// SPDX-License-Identifier: Apache-2.0
// The list of layers costs a step nothing but the rows that change.
import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { theme } from '@shared/theme/theme';
import type { RunView } from '../graph/drawing';
import { tiny } from '../testing/network';
import { LayerList } from './LayerList';

const run = (position: number): RunView => ({
  modes: tiny.layers.map(() => 'int'),
  position,
  stale: new Set(),
  breakpoints: new Set(),
  errors: new Map(),
  measure: 'accumulated',
  selected: position,
  marked: new Set(),
});

describe('the list of layers', () => {
  it('is measured when it appears and not again with each step: to measure, the browser lays out the page', () => {
    const observed = vi.spyOn(ResizeObserver.prototype, 'observe');
    const asked = vi.spyOn(Element.prototype, 'clientHeight', 'get');
    const list = (position: number) => (
      <MantineProvider theme={theme} env="test">
        <LayerList graph={tiny} run={run(position)} onSelect={() => {}} onBreakpoint={() => {}} find={null} />
      </MantineProvider>
    );
    const { rerender, container } = render(list(1));
    expect(observed).toHaveBeenCalledTimes(1);
    const before = asked.mock.calls.length;
    expect(before).toBeGreaterThan(0);
    for (const position of [2, 3, 4]) rerender(list(position));
    expect(container.querySelector('#layer-4')?.getAttribute('data-progress')).toBe('paused');
    expect(observed).toHaveBeenCalledTimes(1);
    expect(asked).toHaveBeenCalledTimes(before);
  });
});
