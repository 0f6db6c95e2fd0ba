// SPDX-License-Identifier: Apache-2.0
// What was written over a picture's tensors: said where one saves, asked for before another picture takes it along.
import { act, configure, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, ids } from './testing/fakeServer';
import { address, openBench } from './testing/render';

configure({ defaultHidden: true, asyncUtilTimeout: 5000 });
beforeEach(() => vi.unstubAllGlobals());

describe('changes of a picture’s values', () => {
  /** Both by the interface, as a program would: values of an output, and of weights. */
  const edited = async () => {
    const opened = await openBench(new FakeServer(), '?tab=edit');
    const { server } = opened;
    const edit = (tensor: string) =>
      act(async () => {
        await server.fetch(`/api/v1/simulations/${ids.simulation}/edits`, { method: 'POST', body: JSON.stringify({ kind: 'values', layer: 2, tensor, index: 3, values: [5] }) });
        server.tell();
      });
    await edit('output');
    await edit('weights');
    await screen.findByRole('button', { name: /Changes 2/ });
    return opened;
  };
  const asks = () => screen.findByRole('dialog', { name: 'Change to test/cat.png?' });
  const choose = async (user: { click: (element: Element) => Promise<void> }) => {
    await user.click(screen.getByRole('combobox', { name: 'Picture' }));
    await user.click(await screen.findByRole('option', { name: 'test/cat.png' }));
  };

  it('are said to be left out where one saves', async () => {
    const { user, server } = await edited();
    await user.click(screen.getByRole('button', { name: /Changes 2/ }));
    const left = await screen.findByRole('list', { name: 'Changes that are not saved' });
    expect(within(left).getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['set 2 output[3] 5']);
    expect(screen.getByText(/1 change is not saved/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled();
    act(() => {
      server.simulation = { ...server.simulation!, edits: server.simulation!.edits.slice(0, 1), sequence: server.simulation!.sequence + 1 };
      server.tell();
    });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled());
  });

  it('are asked for before another picture takes them along, and stay where one stays', async () => {
    const { user, server, history } = await edited();
    await choose(user);
    const dialog = await asks();
    expect(dialog).toHaveTextContent('1 change was written over a value of test/dog.png.');
    expect(dialog).toHaveTextContent('set 2 output[3] 5');
    await user.click(within(dialog).getByRole('button', { name: 'Stay' }));
    await waitFor(() => expect(address(history)['picture']).toBe(ids.dog));
    expect(server.simulation).toMatchObject({ picture: ids.dog, edits: [{}, {}] });
    await choose(user);
    await user.click(within(await asks()).getByRole('button', { name: 'Change, and lose 1 change' }));
    await waitFor(() => expect(server.simulation?.picture).toBe(ids.cat));
    expect(server.simulation?.edits.map(({ text }) => text)).toEqual(['set 2 weights[3] 5']);
    expect(address(history)['picture']).toBe(ids.cat);
  });

  it('are asked for where the other picture comes by the address, too, and no more where one goes back', async () => {
    const { server, history } = await edited();
    act(() => history.push(`/experiments/${ids.experiment}/workbench?picture=${ids.cat}`));
    await asks();
    act(() => history.back());
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.simulation).toMatchObject({ picture: ids.dog, edits: [{}, {}] });
  });

  it('are asked for where a link with another picture finds the simulation', async () => {
    const { server, unmount } = await edited();
    unmount();
    const { user, history } = await openBench(server, `?picture=${ids.cat}`);
    await user.click(within(await asks()).getByRole('button', { name: 'Stay' }));
    await waitFor(() => expect(address(history)['picture']).toBe(ids.dog));
    expect(server.simulation).toMatchObject({ picture: ids.dog, edits: [{}, {}] });
  });

  it('are not asked for where there are none', async () => {
    const { user, server } = await openBench();
    await choose(user);
    await waitFor(() => expect(server.simulation?.picture).toBe(ids.cat));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
