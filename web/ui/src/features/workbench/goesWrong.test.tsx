// SPDX-License-Identifier: Apache-2.0
// What goes wrong while one works: engines that end, servers that are gone, simulations that another page has ended.
import { act, configure, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@shared/i18n';
import { FakeServer, ids } from './testing/fakeServer';
import { openBench, where } from './testing/render';

vi.mock('uplot', () => import('@shared/test/uplot'));

configure({ defaultHidden: true, asyncUtilTimeout: 5000 });
beforeEach(() => vi.unstubAllGlobals());

describe('what goes wrong', () => {
  it('a simulation that another page ends is told at once, and one opens another', async () => {
    const { user, server } = await openBench(new FakeServer(), '?layer=2&tab=edit');
    await user.keyboard('c');
    await waitFor(() => expect(where()).toBe(6));
    act(() => server.close());
    expect(await screen.findByText('This simulation was ended.')).toBeInTheDocument();
    expect(screen.getByText(/Without an engine there is nothing to look at/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /Run again/ })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Open again' }));
    await waitFor(() => expect(where()).toBe(0));
    expect(server.simulation?.state).toBe('live');
    expect(screen.queryByText('This simulation was ended.')).toBeNull();
  });
  it('a move that waits while its simulation is ended is not told as the death of an engine', async () => {
    const { user, server } = await openBench();
    server.hold('/move');
    await user.keyboard('c');
    await screen.findByRole('button', { name: /Interrupt/ });
    act(() => server.close());
    server.fail('/move', 500, 'engine_failed', 'ended from outside (signal 9): the machine may have run out of memory');
    act(() => server.release());
    expect(await screen.findByText('This simulation was ended.')).toBeInTheDocument();
    await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(screen.queryByText(/signal 9/)).toBeNull();
    expect(screen.queryByText('The engine ended.')).toBeNull();
  });
  it('an engine that ends is told at once, and starts again where it stood', async () => {
    const { user, server } = await openBench();
    await user.keyboard('ss');
    await waitFor(() => expect(where()).toBe(2));
    act(() => server.crash());
    expect(screen.getByText(/it was killed by signal 9/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /Start again at layer 2 conv_2/ }));
    await waitFor(() => expect(screen.queryByText(/killed by signal/)).not.toBeInTheDocument());
    await user.keyboard('s');
    await waitFor(() => expect(where()).toBe(3));
  });
  it.each([
    ['failed', /There is no answer: the engine ended/],
    ['unresponsive', /the engine does not answer\.$/],
    ['parked', /when the engine is awake again/],
  ] as const)('an engine that is %s at the end works on no answer', async (state, told) => {
    const { user, server } = await openBench();
    server.hold('/answer');
    await user.keyboard('c');
    const strip = screen.getByRole('region', { name: 'Result' });
    await within(strip).findByText(/Working out the answer/);
    act(() => {
      server.simulation = { ...server.simulation!, state, busy: false, message: 'killed' };
      server.tell();
    });
    expect(within(strip).getByText(told)).toBeInTheDocument();
    expect(within(strip).queryByText(/Working out the answer/)).not.toBeInTheDocument();
    act(() => server.release());
  });
  it('an engine that ends during a move is told by the refused move too', async () => {
    const { user, server } = await openBench();
    server.hold('/move');
    await user.keyboard('s');
    expect(await screen.findByText(/at layer 0 of 6/)).toBeInTheDocument();
    server.simulation = { ...server.simulation!, state: 'failed', message: 'out of memory' };
    act(() => server.release());
    expect(await screen.findByText(/out of memory/)).toBeInTheDocument();
  });
  it('an answer that comes after the news that the engine ended does not bring it back to life', async () => {
    const { user, server } = await openBench();
    server.delay('/move');
    await user.keyboard('s');
    await waitFor(() => expect(server.simulation?.position).toBe(1));
    act(() => server.crash());
    await act(async () => {
      server.release();
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    expect(screen.getByText(/it was killed by signal 9/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'One step' })).toBeDisabled();
  });
  it('an engine that ends during a move leaves nothing to interrupt', async () => {
    const { user, server } = await openBench();
    server.hold('/move');
    await user.keyboard('c');
    expect(await screen.findByRole('button', { name: /Interrupt/ })).toBeEnabled();
    act(() => server.crash());
    expect(await screen.findByRole('button', { name: /^Run/ })).toBeDisabled();
    expect(screen.queryByRole('button', { name: /Interrupt/ })).not.toBeInTheDocument();
    act(() => server.release());
  });
  it('what the server says is said in Korean, what the engine says is marked as English', async () => {
    const { user, server } = await openBench();
    act(() => setLanguage('ko'));
    try {
      server.fail('/move', 409, 'conflict', 'A move is on its way; wait for it or interrupt it.', { key: 'simulation_busy', arguments: {} });
      await user.keyboard('s');
      expect(await screen.findByText('실행이 진행 중입니다. 끝나기를 기다리거나 중단하세요.')).toBeInTheDocument();
      act(() => {
        const messageReason = { key: 'simulation_exit', arguments: { code: '7' } };
        server.simulation = { ...server.simulation!, state: 'failed', message: 'The simulation crashed.', messageReason };
        server.tell();
      });
      expect(await screen.findByText(/엔진이 종료 코드 7\(으\)로 끝났습니다/)).toBeInTheDocument();
      act(() => {
        const { messageReason: _, ...rest } = server.simulation!;
        server.simulation = { ...rest, message: 'this is no picture' };
        server.tell();
      });
      expect(await screen.findByText('this is no picture')).toHaveAttribute('lang', 'en');
    } finally {
      act(() => setLanguage('en'));
    }
  });
  it('a look in the middle of a run that has computed what was stale brings the errors of those layers', async () => {
    const { user, server } = await openBench();
    await user.keyboard('sss');
    await waitFor(() => expect(where()).toBe(3));
    const asked = () => server.requests.filter((request) => request.endsWith('/errors')).length;
    const now = (stale: number[]) =>
      act(() => {
        server.simulation = { ...server.simulation!, stale, sequence: server.simulation!.sequence + 1 };
        server.tell();
      });
    now([1, 2]);
    await waitFor(() => expect(asked()).toBeGreaterThan(0));
    const before = asked();
    now([]);
    await waitFor(() => expect(asked()).toBe(before + 1));
  });
  it('tells how long the last move took, where that says something', async () => {
    const { user, server } = await openBench();
    await user.keyboard('s');
    expect(await screen.findByText(/last move 1 ms/)).toBeInTheDocument();
    act(() => void (server.simulation = { ...server.simulation!, milliseconds: 0 }));
    await user.keyboard('s');
    await waitFor(() => expect(where()).toBe(2));
    await waitFor(() => expect(screen.queryByText(/last move/)).toBeNull());
  });
  it('a move on its way shows its layer and can be interrupted', async () => {
    const { user, server } = await openBench();
    server.hold('/move');
    await user.keyboard('c');
    await screen.findByText(/at layer 0 of 6/);
    act(() => server.emit({ kind: 'progress', progress: { simulation: ids.simulation, layer: 4 } }));
    expect(await screen.findByText(/at layer 4 of 6/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: /Interrupt/ }));
    expect(server.requests).toContain(`POST /simulations/${ids.simulation}/interrupt`);
    act(() => server.release());
    await waitFor(() => expect(where()).toBe(6));
  });
  it('an engine that does not answer can be waited for or ended', async () => {
    const { user, server } = await openBench();
    act(() => {
      server.simulation = { ...server.simulation!, state: 'unresponsive', message: 'no answer for 10 s' };
      server.tell();
    });
    expect(screen.getByText(/no answer for 10 s/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Wait' }));
    expect(screen.queryByText(/no answer for 10 s/)).not.toBeInTheDocument();
    act(() => {
      server.simulation = { ...server.simulation!, message: 'no answer for 30 s' };
      server.tell();
    });
    await user.click(screen.getByRole('button', { name: 'End it' }));
    expect(await screen.findByText('This simulation was ended.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Open again' }));
    await waitFor(() => expect(server.simulation?.state).toBe('live'));
  });
  it('a server that is gone is told, and the page goes on by itself', async () => {
    const { user, server } = await openBench();
    server.offline = true;
    await user.keyboard('s');
    expect(await screen.findByText(/The server does not answer/)).toBeInTheDocument();
    server.offline = false;
    await waitFor(() => expect(screen.queryByText(/The server does not answer/)).not.toBeInTheDocument(), { timeout: 4000 });
  });
  it('a simulation that rests says so and wakes with the next action', async () => {
    const { user, server } = await openBench();
    act(() => {
      server.simulation = { ...server.simulation!, state: 'parked' };
      server.tell();
    });
    expect(screen.getByText(/The engine rests/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Wake it now' }));
    await waitFor(() => expect(screen.queryByText(/The engine rests/)).not.toBeInTheDocument());
  });
});
