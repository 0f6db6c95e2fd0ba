// SPDX-License-Identifier: Apache-2.0
// The list of layers costs a step nothing but the rows that change.
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
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

  it('says the number of the measure that the colour shows', () => {
    const error = { layer: 2, cosine: 1, mse: 0, maxAbs: 0, saturation: 0.02, overflows: 0, sqnr: 10 };
    const of = (change: Partial<RunView>) => (
      <MantineProvider theme={theme} env="test">
        <LayerList graph={tiny} run={{ ...run(4), ...change }} onSelect={() => {}} onBreakpoint={() => {}} find={null} />
      </MantineProvider>
    );
    const accumulated = new Map([[2, error]]);
    const both = new Map([[2, { ...error, isolatedSqnr: 30 }]]);
    const { rerender } = render(of({ errors: both }));
    const shown = (layer = 2) => {
      const cell = screen.getByTestId(`value-${layer}`);
      const level = cell.parentElement?.lastElementChild as HTMLElement;
      return [cell.textContent, level.style.background !== ''];
    };
    expect(shown()).toEqual(['Accumulated error 10.0 dB', true]);
    rerender(of({ errors: both, measure: 'isolated' }));
    expect(shown()).toEqual(['Isolated error 30.0 dB', true]);
    // Not measured yet: no other number in its place.
    rerender(of({ errors: accumulated, measure: 'isolated' }));
    expect(shown()).toEqual(['', false]);
    rerender(of({ errors: both, measure: 'saturation' }));
    expect(shown()).toEqual(['Saturation 2.00 %', true]);
    rerender(of({ errors: both, measure: 'precision' }));
    expect(shown()).toEqual(['Precision 8 bit', true]);
    // Layer 5 is before its turn.
    expect(shown(5)).toEqual(['', false]);
  });
});
