// SPDX-License-Identifier: Apache-2.0
// The comparison of two experiments.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { refuse, scenes, type FakeServer } from '@shared/test/fakeServer';
import { compareResult, idOf } from '@shared/test/fixtures';
import { expectNoSurprise, visit } from './visit';

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
    expect(screen.getAllByText(/2 boxes · FLOAT: 2 · lost 1 · new 1 · SQNR 12.3 dB/)).toHaveLength(2);
    const rows = cells(within(screen.getByRole('table', { name: 'Noise by layer' })).getByRole('row', { name: /conv_2/ }));
    expect(rows).toEqual(['2', '12.3 dB', '12.3 dB', '0.0 dB']);
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
});
