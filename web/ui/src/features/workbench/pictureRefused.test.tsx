// SPDX-License-Identifier: Apache-2.0
// A picture that the engine refuses, and one that another page has chosen: list, address and server agree, and nobody is locked out.
import { act, configure, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, ids } from './testing/fakeServer';
import { address, openBench, openWorkbench } from './testing/render';

vi.mock('uplot', () => import('@shared/test/uplot'));
configure({ defaultHidden: true, asyncUtilTimeout: 5000 });
beforeEach(() => vi.unstubAllGlobals());

const box = () => screen.findByRole('combobox', { name: /picture/i });
const choose = async (user: { click: (element: Element) => Promise<void> }, path: string) => {
  await user.click(await box());
  await user.click(await screen.findByRole('option', { name: path }));
};
const noteOf = async (path: string) => {
  const note = (await screen.findByText(`${path} cannot be opened:`)).parentElement;
  expect(note).toHaveTextContent(`${path} cannot be opened: cannot decode the PNG picture: the file ends too early`);
  return note;
};
const without = (...unreadable: string[]) => {
  const server = new FakeServer();
  unreadable.forEach((id) => server.unreadable.add(id));
  return server;
};

describe('a picture that cannot be read', () => {
  it('is passed over at the start, and told with the name that it has in the project', async () => {
    const { server, history } = await openBench(without(ids.dog));
    expect(server.simulation?.picture).toBe(ids.cat);
    const note = await noteOf('test/dog.png');
    expect(note).toHaveTextContent('The simulation is on test/cat.png.');
    expect(note).not.toHaveTextContent('/var/lib');
    await waitFor(() => expect(address(history)['picture']).toBe(ids.cat));
    expect(await box()).toHaveValue('test/cat.png');
  });

  it('is passed over where a link asks for it', async () => {
    const { server, history } = await openBench(without(ids.cat), `?picture=${ids.cat}`);
    expect(server.simulation?.picture).toBe(ids.dog);
    await noteOf('test/cat.png');
    await waitFor(() => expect(address(history)['picture']).toBe(ids.dog));
  });

  it('does not lock one out where no other can be read: another can be chosen', async () => {
    const server = without(ids.dog, ids.cat);
    const { user, history } = await openWorkbench(server);
    await noteOf('test/dog.png');
    expect(screen.getByText('No picture could be opened')).toBeInTheDocument();
    server.unreadable.delete(ids.cat);
    await choose(user, 'test/cat.png');
    await screen.findByTestId('workbench');
    expect(server.simulation?.picture).toBe(ids.cat);
    await waitFor(() => expect(address(history)['picture']).toBe(ids.cat));
  });

  it('leaves list and address with the one that is simulated, and can be tried again', async () => {
    const { server, user, history } = await openBench(without(ids.cat));
    const tried = () => server.requests.filter((request) => request.endsWith('/picture')).length;
    for (const times of [1, 2]) {
      await choose(user, 'test/cat.png');
      await waitFor(() => expect(tried()).toBe(times));
      const note = await noteOf('test/cat.png');
      expect(note).toHaveTextContent('The simulation is on test/dog.png.');
      await waitFor(() => expect(address(history)['picture']).toBe(ids.dog));
      expect(await box()).toHaveValue('test/dog.png');
      await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    }
    server.unreadable.clear();
    await choose(user, 'test/cat.png');
    await waitFor(() => expect(server.simulation?.picture).toBe(ids.cat));
    expect(address(history)['picture']).toBe(ids.cat);
  });

  it('does not hide a simulation that lives where a link asks for it', async () => {
    const server = without(ids.cat);
    const first = await openBench(server);
    await first.user.keyboard('c');
    await waitFor(() => expect(server.simulation?.position).toBe(6));
    first.unmount();
    const { history } = await openBench(server, `?picture=${ids.cat}`);
    await noteOf('test/cat.png');
    expect(server.simulation).toMatchObject({ picture: ids.dog, position: 6 });
    await waitFor(() => expect(address(history)['picture']).toBe(ids.dog));
  });
});

describe('a picture that another page has chosen', () => {
  it('is in list and address, and the one before can be chosen again', async () => {
    const { server, user, history } = await openBench();
    await waitFor(() => expect(address(history)['picture']).toBe(ids.dog));
    await act(async () => {
      await server.fetch(`/api/v1/simulations/${ids.simulation}/picture`, { method: 'PUT', body: JSON.stringify({ picture: ids.cat }) });
      server.tell();
    });
    await waitFor(() => expect(address(history)['picture']).toBe(ids.cat));
    expect(await box()).toHaveValue('test/cat.png');
    await choose(user, 'test/dog.png');
    await waitFor(() => expect(server.simulation?.picture).toBe(ids.dog));
    expect(address(history)['picture']).toBe(ids.dog);
  });
});
