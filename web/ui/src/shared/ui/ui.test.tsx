// SPDX-License-Identifier: Apache-2.0
// Shared pieces: keys, the border between panes, deletion that can be taken back, ticks of a plot.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ticksOf } from '@shared/plot/LinePlot';
import { useShortcuts, type Shortcut } from './shortcuts';
import { SplitPane } from './SplitPane';
import { tabSeparated } from './CopyButton';
import { deleteUndoably, GRACE, useHidden } from './undoable';

const wrap = (element: React.ReactNode) =>
  render(
    <MantineProvider>
      <Notifications />
      {element}
    </MantineProvider>,
  );

function Keys({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  useShortcuts('Page', shortcuts);
  return <input aria-label="text" />;
}

describe('shortcuts', () => {
  it('run, but not while one types', () => {
    const run = vi.fn();
    wrap(<Keys shortcuts={[{ keys: 'j', text: 'next', run }, { keys: 'S', text: 'back', run }]} />);
    fireEvent.keyDown(document.body, { key: 'j' });
    fireEvent.keyDown(document.body, { key: 'S', shiftKey: true });
    expect(run).toHaveBeenCalledTimes(2);
    fireEvent.keyDown(screen.getByLabelText('text'), { key: 'j' });
    fireEvent.keyDown(document.body, { key: 'j', ctrlKey: true });
    expect(run).toHaveBeenCalledTimes(2);
  });
});

describe('the border between panes', () => {
  const panes = (
    <SplitPane name="test" size={300} min={200} max={400} label="Files">
      {[<p key="a">a</p>, <p key="b">b</p>]}
    </SplitPane>
  );
  it('moves with the arrow keys, within its limits, and remembers', () => {
    const { unmount } = wrap(panes);
    const border = screen.getByRole('separator', { name: 'Resize Files' });
    fireEvent.keyDown(border, { key: 'ArrowRight' });
    expect(border).toHaveAttribute('aria-valuenow', '316');
    fireEvent.keyDown(border, { key: 'End' });
    fireEvent.keyDown(border, { key: 'ArrowRight' });
    expect(border).toHaveAttribute('aria-valuenow', '400');
    unmount();
    wrap(panes);
    expect(screen.getByRole('separator')).toHaveAttribute('aria-valuenow', '400');
  });
});

describe('deletion', () => {
  function Hidden() {
    return <p data-testid="hidden">{[...useHidden()].join(',')}</p>;
  }
  it('happens when the time is over, and shows again what was refused', async () => {
    vi.useFakeTimers();
    wrap(<Hidden />);
    const run = vi.fn(() => Promise.reject(new Error('It is used')));
    act(() => deleteUndoably({ ids: ['x'], message: 'x goes', undo: 'Undo', run }));
    expect(screen.getByTestId('hidden')).toHaveTextContent('x');
    expect(run).not.toHaveBeenCalled();
    await act(() => vi.advanceTimersByTimeAsync(GRACE));
    expect(run).toHaveBeenCalledTimes(1);
    expect(screen.getByTestId('hidden')).toHaveTextContent('');
    vi.useRealTimers();
  });
});

describe('deletion in a page that goes', () => {
  const deletion = (run: () => Promise<void>) => act(() => deleteUndoably({ ids: ['x'], message: 'x goes', undo: 'Undo', run }));

  it('happens at once, and once', async () => {
    vi.useFakeTimers();
    wrap(null);
    const run = vi.fn(() => Promise.resolve());
    deletion(run);
    window.dispatchEvent(new Event('pagehide'));
    expect(run).toHaveBeenCalledTimes(1);
    window.dispatchEvent(new Event('pagehide'));
    await act(() => vi.advanceTimersByTimeAsync(GRACE));
    expect(run).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  it('does not happen where it was taken back', async () => {
    wrap(null);
    const run = vi.fn(() => Promise.resolve());
    deletion(run);
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    window.dispatchEvent(new Event('pagehide'));
    expect(run).not.toHaveBeenCalled();
  });
});

describe('tables and plots', () => {
  it('copy as tab-separated values, one line a row', () => {
    expect(tabSeparated([['a\tb', 1], ['c\nd', undefined]])).toBe('a b\t1\nc d\t');
  });
  it('have round ticks that cover the range', () => {
    expect(ticksOf(0, 10)).toEqual([0, 5, 10]);
    expect(ticksOf(90.9, 93.1)).toEqual([91, 92, 93]);
    expect(ticksOf(-0.3, 0.3)).toEqual([-0.2, 0, 0.2]);
  });
});
