// SPDX-License-Identifier: Apache-2.0
// What is chosen is in sight whenever a drawing appears, not only when the choice changes.
import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { theme } from '@shared/theme/theme';
import { graphOf, layer } from '../testing/network';
import { nodeHeight, nodeWidth, type RunView } from './drawing';
import { GraphPane } from './GraphPane';

/** Blocks of three layers, each with a way around it: many windows high, folded and not. */
const residual = graphOf(
  Array.from({ length: 91 }, (_, index) =>
    index > 0 && index % 3 === 0 ? layer(index, [index - 1, index - 3], { kind: 'shortcut' }) : layer(index, [index - 1]),
  ),
);
const width = 600;
const height = 400;

beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(width);
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(height);
});
afterEach(() => void vi.restoreAllMocks());

function pane(selected: number) {
  const run: RunView = {
    modes: residual.layers.map(() => 'int'),
    position: 0,
    stale: new Set(),
    breakpoints: new Set(),
    errors: new Map(),
    measure: 'accumulated',
    selected,
    marked: new Set(),
  };
  const nothing = () => {};
  return (
    <MantineProvider theme={theme} env="test">
      <GraphPane graph={residual} run={run} onMeasure={nothing} onSelect={nothing} onMark={nothing} onIsolated={nothing} isolated="unknown" />
    </MantineProvider>
  );
}

const numbers = (element: Element | null | undefined) => (element?.getAttribute('transform') ?? '').match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? [];

/** The number of nodes drawn, and whether all of the chosen one is in the window. */
function seen(): [number, boolean] {
  const node = document.querySelector('[data-node][data-selected]');
  const [x = NaN, y = NaN, scale = NaN] = numbers(node?.parentElement);
  const [left = NaN, top = NaN] = numbers(node);
  const inside = (low: number, size: number, window: number) => low >= 0 && low + size * scale <= window;
  return [document.querySelectorAll('[data-node]').length, inside(x + left * scale, nodeWidth, width) && inside(y + top * scale, nodeHeight, height)];
}

it('of a link to a layer far down', async () => {
  render(pane(80));
  await waitFor(() => expect(seen()).toEqual([91, true]));
});

it('after the folding changed, and back', async () => {
  render(pane(80));
  await waitFor(() => expect(seen()[0]).toBe(91));
  fireEvent.click(screen.getByRole('radio', { name: 'Blocks' }));
  await waitFor(() => expect(seen()).toEqual([31, true]));
  fireEvent.click(screen.getByRole('radio', { name: 'Layers' }));
  await waitFor(() => expect(seen()).toEqual([91, true]));
});

it('after another layer was chosen', async () => {
  const { rerender } = render(pane(0));
  await waitFor(() => expect(seen()).toEqual([91, true]));
  rerender(pane(90));
  await waitFor(() => expect(seen()).toEqual([91, true]));
});
