// SPDX-License-Identifier: Apache-2.0
// The comparison of two experiments.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { refuse, scenes, type FakeServer } from '@shared/test/fakeServer';
import { compareResult, idOf } from '@shared/test/fixtures';
import { expectNoSurprise, visit } from './visit';

vi.mock('uplot', () => import('@shared/test/uplot'));

const PATH = `/projects/${idOf('scenes')}/compare`;
const BOTH = `${PATH}?a=${idOf('elog2')}&b=${idOf('ekl')}`;
const cells = (row: HTMLElement) => within(row).getAllByRole('cell').map((cell) => cell.textContent);
const open = (path = BOTH, server: FakeServer = scenes()) => ({ server, ...visit(path, server) });

describe('comparison', () => {
  it('puts options and scores side by side and says what differs', async () => {
    const { server } = open();
    const options = await screen.findByRole('table', { name: 'Options and scores' });
    expect(cells(within(options).getByRole('row', { name: /Method/ }))).toEqual(['log2', 'kl', 'differs']);
    expect(cells(within(options).getByRole('row', { name: /Weight scales/ }))).toEqual(['channel', 'channel', 'same']);
    expect(cells(within(options).getByRole('row', { name: /^INT/ }))).toEqual(['84.21', '90.79', '6.58']);
    expect(cells(within(options).getByRole('row', { name: /SQNR/ }))).toEqual(['11.2 dB', '17.4 dB', '6.2 dB']);
    expectNoSurprise(server);
  });

  it('has the noise of each layer of the last comparison jobs', async () => {
    const server = scenes();
    // B is 10 dB better everywhere.
    server.results.set(server.jobs[1]!.id, {
      ...compareResult,
      layers: compareResult.layers.map((layer) => ({ ...layer, accumulated: { ...layer.accumulated, sqnr_db: layer.accumulated.sqnr_db! + 10 } })),
    });
    const { user } = open(BOTH, server);
    const noise = await screen.findByRole('table', { name: 'Noise by layer' });
    await waitFor(() => expect(cells(within(noise).getByRole('row', { name: /conv_2/ }))).toEqual(['2', '12.1 dB', '22.1 dB', '+10.0 dB']));
    await user.click(screen.getByRole('radio', { name: 'Own' }));
    expect(cells(within(noise).getByRole('row', { name: /conv_2/ }))).toEqual(['2', '12.5 dB', '12.5 dB', '0.0 dB']);
  });

  it('has one selection that the address knows and the keys move', async () => {
    const { user, path } = open();
    await user.click(await screen.findByRole('button', { name: 'conv_2' }));
    await waitFor(() => expect(path()).toContain('layer=2'));
    expect(screen.getByRole('button', { name: 'conv_2' })).toHaveAttribute('aria-pressed', 'true');
    fireEvent.keyDown(document.body, { key: 'j' });
    await waitFor(() => expect(path()).toContain('layer=3'));
    expect(screen.getByRole('link', { name: 'Open A in the workbench' })).toHaveAttribute('href', `/experiments/${idOf('elog2')}/workbench?layer=3`);
  });

  it('swaps', async () => {
    const { user, path } = open();
    await user.click(await screen.findByRole('button', { name: /Swap/ }));
    await waitFor(() => expect(path()).toBe(`${PATH}?a=${idOf('ekl')}&b=${idOf('elog2')}`));
  });

  it('runs both on one picture, closes what it opened, and matches boxes', async () => {
    const server = scenes();
    const box = (name: string, score: number, x: number) => ({ class: name === 'disc' ? 0 : 1, name, score, x, y: 0.1, width: 0.2, height: 0.2 });
    server.answers = {
      run: { boxes: [box('disc', 0.9, 0.1), box('ring', 0.4, 0.7)], classes: [] },
      float: { boxes: [box('disc', 0.95, 0.11), box('disc', 0.5, 0.5)], classes: [] },
      sqnr: 12.3,
    };
    server.errors = [{ layer: 2, sqnr: 12.34, cosine: 0.99, mse: 0.1, maxAbs: 1, saturation: 0, overflows: 0, isolatedSqnr: 13.3 }];
    const { user } = open(BOTH, server);
    await screen.findByRole('option', { name: 'test/street.png' });
    await user.selectOptions(await screen.findByLabelText('Picture'), 'test/street.png');
    expect(await screen.findByRole('heading', { name: 'What they say of the picture' })).toBeInTheDocument();
    await screen.findByRole('table', { name: 'Boxes of B · kl' });
    const write = vi.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy Boxes of B · kl' }));
    expect(write.mock.calls[0]![0].split('\n')).toEqual(['Class\tScore\tFLOAT', 'disc\t90.00\t95.00', 'disc\t–\t50.00', 'ring\t40.00\t–']);
    expect(screen.getAllByText(/2 boxes · FLOAT: 2 · lost 1 · new 1 · SQNR 12.3 dB/)).toHaveLength(2);
    const rows = cells(within(await screen.findByRole('table', { name: 'Noise by layer' })).getByRole('row', { name: /conv_2/ }));
    expect(rows).toEqual(['2', '12.3 dB', '12.3 dB', '0.0 dB']);
    expect(server.simulations.size).toBe(2);
    await user.selectOptions(screen.getByLabelText('Picture'), '');
    await waitFor(() => expect(server.calls.filter(({ method, path }) => method === 'DELETE' && path.startsWith('/simulations/'))).toHaveLength(2));
    expectNoSurprise(server);
  });

  it('says which did not run, and why', async () => {
    const server = scenes();
    server.next.set(`POST /experiments/${idOf('ekl')}/simulations`, refuse(503, 'unavailable', 'As many simulations as allowed run'));
    const { user } = open(BOTH, server);
    await screen.findByRole('option', { name: 'test/street.png' });
    await user.selectOptions(await screen.findByLabelText('Picture'), 'test/street.png');
    expect(await screen.findByText('kl did not run')).toBeInTheDocument();
    expect(screen.getByText('As many simulations as allowed run')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'What they say of the picture' })).toBeInTheDocument();
  });

  it('says how to measure what was not measured', async () => {
    const server = scenes();
    server.jobs = [];
    open(BOTH, server);
    expect(await screen.findByText(/start “Compare layers” of: log2, kl/)).toBeInTheDocument();
  });

  it('asks for two experiments', async () => {
    open(PATH);
    expect(await screen.findByText('Choose two experiments')).toBeInTheDocument();
  });

  describe('the layer that is chosen', () => {
    const server = () => {
      const made = scenes();
      made.errors = [0, 1, 2, 3, 4].map((layer) => ({ layer, sqnr: 12, cosine: 0.99, mse: 0.1, maxAbs: 1, saturation: 0, overflows: 0 }));
      // A's values are half more than B's everywhere.
      made.outputs.set(idOf('elog2'), 0.5);
      return made;
    };
    const ON = `${BOTH}&picture=${idOf('fteststreetpng')}`;
    const pane = (name: string) => screen.findByRole('region', { name: `Output of ${name} in both` });

    it('is shown in both with its difference, one cursor, and the integers behind it', async () => {
      const made = server();
      open(`${ON}&layer=2`, made);
      const region = await pane('conv_2');
      const maps = await within(region).findAllByRole('application');
      expect(maps.map((map) => map.getAttribute('aria-label'))).toEqual(['A · log2', 'B · kl', 'A − B']);
      fireEvent.keyDown(maps[1]!, { key: 'ArrowRight' });
      fireEvent.keyDown(maps[2]!, { key: 'ArrowRight' });
      // Second value of the first channel: B has 1/32, which is 1 at scale 2⁻⁵; A is 0.5 more, 17.
      const readout = (await within(region).findByText('channel 0, y 0, x 1')).parentElement!;
      await waitFor(() => expect(readout).toHaveTextContent('A · log2 0.53125 = 17 at scale 2⁻⁵B · kl 0.03125 = 1 at scale 2⁻⁵A − B 0.5'));
      expectNoSurprise(made);
    });

    it('has its numbers and distributions beside each other', async () => {
      open(`${ON}&layer=2`, server());
      const region = await pane('conv_2');
      const table = await within(region).findByRole('table', { name: 'Statistics' });
      expect(cells(within(table).getByRole('row', { name: /^mean/ }))).toEqual(['1.5', '1']);
      expect(within(region).getByText('20.5 dB')).toBeInTheDocument();
      const figure = within(region).getByRole('figure', { name: 'Values of the output' });
      fireEvent.keyDown(figure, { key: 't' });
      expect(within(figure).getAllByRole('row').length).toBe(1 + 2 * 32);
    });

    it('is all the page is about: the address, the keys, and the way back know it', async () => {
      const { user, path, router } = open(ON, server());
      await user.click(await screen.findByRole('button', { name: 'conv_2' }));
      await pane('conv_2');
      await new Promise((resolve) => setTimeout(resolve, 750)); // what is chosen right after is no entry of its own
      fireEvent.keyDown(document.body, { key: 'j' });
      await pane('route_3');
      expect(path()).toContain('layer=3');
      router.history.back();
      await pane('conv_2');
      await user.click((await screen.findAllByRole('application'))[0]!);
      expect(screen.getByRole('link', { name: 'Open B in the workbench' })).toHaveAttribute('href', expect.stringContaining('layer=2'));
    });

    it('says in words where only one has it, or another shape', async () => {
      const made = server();
      const known = made.graphs.get(idOf('ekl'))!;
      const layers = known.layers.map((layer) => (layer.name === 'conv_2' ? { ...layer, name: 'other_2' } : layer.name === 'conv_4' ? { ...layer, shape: [8, 16, 16] } : layer));
      made.graphs.set(idOf('ekl'), { ...known, layers });
      const { user } = open(`${ON}&layer=2`, made);
      const region = await pane('conv_2');
      expect(within(region).getByText('Only A · log2 has a layer conv_2; B has none of this name to compare it with.')).toBeInTheDocument();
      expect(await within(region).findAllByRole('application')).toHaveLength(1);
      await user.click(screen.getByRole('button', { name: 'conv_4' }));
      const other = await pane('conv_4');
      expect(within(other).getByText(/conv_4 is 33×32×32 in A and 8×16×16 in B/)).toBeInTheDocument();
      expect(await within(other).findByRole('table', { name: 'Statistics' })).toBeInTheDocument();
      expect(within(other).queryByRole('application')).toBeNull();
      expectNoSurprise(made);
    });

    it('of B alone has an address of its own', async () => {
      const made = server();
      const known = made.graphs.get(idOf('ekl'))!;
      made.graphs.set(idOf('ekl'), { ...known, layers: [...known.layers, { ...known.layers[2]!, index: 6, name: 'extra_6' }] });
      open(`${ON}&layer=extra_6`, made);
      expect(await screen.findByText(/Only B · kl has a layer extra_6/)).toBeInTheDocument();
      expect(screen.getByRole('link', { name: 'Open B in the workbench' })).toHaveAttribute('href', expect.stringContaining('layer=6'));
      expect(screen.getByRole('link', { name: 'Open A in the workbench' }).getAttribute('href')).not.toContain('layer');
    });

    it('asks for a picture, and takes the first', async () => {
      const { user, path } = open(`${BOTH}&layer=2`, server());
      await user.click(await screen.findByRole('button', { name: 'Take the first picture' }));
      await waitFor(() => expect(path()).toContain('picture='));
      expect(await within(await pane('conv_2')).findAllByRole('application')).toHaveLength(3);
    });

    it('says what did not load, and asks again; where the simulation is gone the picture runs again', async () => {
      const made = server();
      const { user } = open(`${ON}&layer=2`, made);
      const region = await pane('conv_2');
      await within(region).findAllByRole('application');
      made.simulations.clear();
      fireEvent.keyDown(document.body, { key: 'j' });
      const failed = await pane('route_3');
      await user.click(await within(failed).findByRole('button', { name: 'Try again' }));
      expect(await within(await pane('route_3')).findAllByRole('application')).toHaveLength(3);
      expect(made.simulations.size).toBe(2);
    });

    it('is shown of one where the other did not run', async () => {
      const made = server();
      made.next.set(`POST /experiments/${idOf('ekl')}/simulations`, refuse(503, 'unavailable', 'As many simulations as allowed run'));
      open(`${ON}&layer=2`, made);
      expect(await screen.findByText('kl did not run')).toBeInTheDocument();
      const maps = await within(await pane('conv_2')).findAllByRole('application');
      expect(maps.map((map) => map.getAttribute('aria-label'))).toEqual(['A · log2']);
    });
  });
});
