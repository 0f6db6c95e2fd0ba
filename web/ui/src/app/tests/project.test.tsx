// SPDX-License-Identifier: Apache-2.0
// The page of a project: files, experiments, jobs, results.
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Job } from '@shared/api/types';
import { setLanguage } from '@shared/i18n';
import { refuse, scenes, type FakeServer } from '@shared/test/fakeServer';
import { experiment, idOf, job } from '@shared/test/fixtures';
import { expectNoSurprise, FakeSocket, visit } from './visit';

const PATH = `/projects/${idOf('scenes')}`;
const open = (server: FakeServer = scenes(), search = '') => ({ server, ...visit(PATH + search, server) });
const table = () => screen.findByRole('table', { name: /One row is one quantization/ });
const names = (element: HTMLElement) => within(element).getAllByRole('rowheader').map((cell) => within(cell).getByRole('link').textContent);

describe('the example', () => {
  it('leads to the experiment of the tour', async () => {
    open();
    const tour = await screen.findByRole('complementary', { name: 'Guided tour' });
    expect(tour).toHaveTextContent('ring');
    expect(within(tour).getByRole('link', { name: 'Take the tour' })).toHaveAttribute('href', expect.stringMatching(/^\/experiments\/[a-z2-7]{16}\/workbench$/));
  });
});

describe('experiments', () => {
  it('are a table with accuracy in points, drop, size and noise', async () => {
    const { server } = open();
    const row = within(await table()).getByRole('row', { name: /log2/ });
    const cells = within(row).getAllByRole('cell').map((cell) => cell.textContent);
    // Method, scale, widths, FLOAT, HYBRID, INT, drop = 90.98 - 84.21, bytes, SQNR.
    expect(cells.slice(2, 11)).toEqual(['log2', 'log2', '8/8/16', '90.98', '–', '84.21', '6.77', '103.0 kB', '11.2 dB']);
    expectNoSurprise(server);
  });

  it('sort by any column, and say so', async () => {
    const { user } = open();
    const rows = await table();
    await user.click(within(rows).getByRole('button', { name: /Drop/ }));
    expect(names(rows)).toEqual(['log2', 'kl']);
    expect(within(rows).getByRole('columnheader', { name: /Drop/ })).toHaveAttribute('aria-sort', 'descending');
    await user.click(within(rows).getByRole('button', { name: /Drop/ }));
    expect(names(rows)).toEqual(['kl', 'log2']);
  });

  it('are compared when two are ticked', async () => {
    const { user, path } = open();
    const button = await screen.findByRole('button', { name: 'Compare' });
    expect(button).toBeDisabled();
    await user.click(await screen.findByRole('checkbox', { name: 'Tick kl to compare' }));
    await user.click(screen.getByRole('checkbox', { name: 'Tick log2 to compare' }));
    await user.click(button);
    await screen.findByRole('heading', { level: 1, name: 'Compare' });
    expect(path()).toBe(`${PATH}/compare?a=${idOf('ekl')}&b=${idOf('elog2')}`);
  });

  it('appear and change with events', async () => {
    open();
    await table();
    const fresh = { ...experiment('mse'), id: idOf('emse'), state: 'compiling' as const, scores: {} };
    act(() => FakeSocket.last!.tell({ kind: 'experiment', experiment: fresh }));
    const row = await screen.findByRole('row', { name: /mse/ });
    expect(await within(row).findByText('compiling')).toBeInTheDocument();
    expect(within(row).getByRole('checkbox')).toBeDisabled();
    act(() => FakeSocket.last!.tell({ kind: 'experiment', experiment: { ...fresh, state: 'failed' } }));
    expect(await within(row).findByText('failed')).toBeInTheDocument();
  });

  it('are compiled again where that was cancelled', async () => {
    const { user, server } = open();
    await table();
    server.jobs = [job('compile mse', { kind: 'compile', state: 'cancelled' })];
    const cancelled = { ...experiment('mse'), id: idOf('emse'), state: 'cancelled' as const, job: server.jobs[0]!.id, scores: {} };
    act(() => FakeSocket.last!.tell({ kind: 'experiment', experiment: cancelled }));
    const row = await screen.findByRole('row', { name: /mse/ });
    expect(await within(row).findByText('cancelled')).toBeInTheDocument();
    await user.click(within(row).getByRole('button', { name: 'Actions for mse' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Compile again' }));
    await waitFor(() => expect(server.jobs[0]).toMatchObject({ state: 'queued' }));
    // What is ready needs none.
    await user.click(screen.getByRole('button', { name: 'Actions for log2' }));
    await screen.findByRole('menuitem', { name: 'Delete' });
    expect(screen.queryByRole('menuitem', { name: 'Compile again' })).toBeNull();
  });

  it('are deleted after a time in which one can take it back', async () => {
    const { user, server } = open();
    await user.click(await screen.findByRole('button', { name: 'Actions for log2' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    await waitFor(() => expect(screen.queryByRole('row', { name: /log2/ })).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('row', { name: /log2/ })).toBeInTheDocument();
    expect(server.calls.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('that are renamed are so at once in the titles of their jobs', async () => {
    const server = scenes();
    server.jobs = server.jobs.map((of) => ({ ...of, experimentName: of.experiment === idOf('ekl') ? 'kl' : 'log2' }));
    const { user } = open(server);
    await screen.findByRole('listitem', { name: 'Evaluate kl in INT' });
    await user.click(await screen.findByRole('button', { name: 'Actions for kl' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Rename…' }));
    const name = within(await screen.findByRole('dialog')).getByRole('textbox');
    await user.clear(name);
    await user.type(name, 'mended{Enter}');
    const asked = () => server.called('GET', `${PATH}/jobs`).length;
    const before = asked();
    expect(await screen.findByRole('listitem', { name: 'Evaluate mended in INT' })).toBeInTheDocument();
    expect(screen.queryByRole('listitem', { name: 'Evaluate kl in INT' })).toBeNull();
    expect(asked()).toBe(before);
  });

  it('have the files of their package as a table that is copied', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Actions for kl' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Files of the package…' }));
    const write = vi.spyOn(navigator.clipboard, 'writeText');
    await user.click(await screen.findByRole('button', { name: 'Copy Files of kl' }));
    expect(write.mock.calls[0]![0]).toBe('Files\tSize\nscenes.net\t12.0 kB');
  });

  it('are copied as a table of tab-separated values', async () => {
    const { user } = open();
    await table();
    const write = vi.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy Experiments' }));
    const lines = write.mock.calls[0]![0].split('\n');
    expect(lines[0]!.split('\t').slice(0, 3)).toEqual(['Name', 'State', 'Method']);
    expect(lines).toHaveLength(3);
  });
});

describe('a new experiment', () => {
  it('proposes files, folder, recipe and name, and sends them', async () => {
    const { user, server } = open();
    await user.click(await screen.findByRole('button', { name: 'New experiment' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByLabelText(/^Name/)).toHaveValue('scenes mse asymmetric');
    await user.click(within(dialog).getByRole('radio', { name: 'Powers of two' }));
    await user.click(within(dialog).getByRole('button', { name: 'Compile' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const id = (path: string) => server.files.find((file) => file.path === path)!.id;
    expect(server.called('POST', `${PATH}/experiments`)[0]!.body).toEqual({
      name: 'scenes log2',
      network: id('scenes.cfg'),
      weights: id('scenes.weights'),
      names: id('scenes.names'),
      calibration: 'calib',
      options: { method: 'log2' },
    });
    expect(await screen.findByRole('row', { name: /scenes log2/ })).toBeInTheDocument();
  });

  it('says what is missing', async () => {
    const server = scenes();
    server.files = server.files.filter(({ kind }) => kind === 'darknet-cfg');
    const { user } = open(server);
    await user.click(await screen.findByRole('button', { name: 'New experiment' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/Choose the weights/)).toBeInTheDocument();
    expect(within(dialog).getByText(/Upload pictures/)).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Compile' })).toBeDisabled();
  });

  it('keeps the form where the server refuses', async () => {
    const server = scenes();
    server.next.set(`POST ${PATH}/experiments`, refuse(422, 'unprocessable', 'scenes.cfg:12: unknown layer [foo]'));
    const { user } = open(server);
    await user.click(await screen.findByRole('button', { name: 'New experiment' }));
    await user.click(await screen.findByRole('button', { name: 'Compile' }));
    expect(await screen.findByText('scenes.cfg:12: unknown layer [foo]')).toBeInTheDocument();
    expect(screen.getByRole('dialog')).toBeInTheDocument();
  });

  it('waits for a network', async () => {
    visit(`/projects/${idOf('empty')}`, scenes());
    await screen.findByText('No files yet');
    for (const button of screen.getAllByRole('button', { name: 'New experiment' })) expect(button).toBeDisabled();
  });
});

describe('jobs', () => {
  it('start from an experiment, one for each mode', async () => {
    const { user, server } = open();
    await user.click(await screen.findByRole('button', { name: 'Actions for kl' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Evaluate…' }));
    await user.click(await screen.findByRole('button', { name: 'Start' }));
    await waitFor(() => expect(server.called('POST', `${PATH}/jobs`)).toHaveLength(2));
    expect(server.called('POST', `${PATH}/jobs`).map(({ body }) => body)).toEqual(
      ['float', 'int'].map((mode) => ({ kind: 'evaluate', experiment: idOf('ekl'), mode, images: 'test' })),
    );
  });

  it('show progress with rate and time left, live, and can be cancelled', async () => {
    const { user, server } = open();
    const running = job('evaluate int', { id: idOf('running'), state: 'running', progress: { label: 'pictures', done: 30, total: 120, unit: 'pictures', rate: 15, secondsLeft: 6 } });
    await screen.findByText('compare kl');
    server.jobs.unshift(running);
    act(() => FakeSocket.last!.tell({ kind: 'job', job: running }));
    const item = await screen.findByRole('listitem', { name: 'evaluate int' });
    expect(item).toHaveTextContent('30 / 120 pictures · 15 pictures/s · 6.0 s left');
    expect(within(item).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
    await user.click(within(item).getByRole('button', { name: 'Cancel evaluate int' }));
    await waitFor(() => expect(item).toHaveTextContent('cancelled'));
    // An event that was on its way must not wake it again.
    act(() => FakeSocket.last!.tell({ kind: 'job', job: running }));
    expect(item).toHaveTextContent('cancelled');
  });

  it('that failed say what, why and what next, and can be tried again', async () => {
    const server = scenes();
    server.jobs = [job('compile bad', { kind: 'compile', state: 'failed', message: 'scenes.weights: 12 bytes are missing', advice: 'Upload the whole file.' })];
    const { user } = open(server);
    const item = await screen.findByRole('listitem', { name: 'compile bad' });
    expect(item).toHaveTextContent('scenes.weights: 12 bytes are missing');
    expect(item).toHaveTextContent('Next: Upload the whole file.');
    await user.click(within(item).getByRole('button', { name: 'Try again: compile bad' }));
    await waitFor(() => expect(item).toHaveTextContent('Waiting for its turn'));
  });

  it('are Korean with their messages and advice; what a program said is marked as English', async () => {
    try {
      const server = scenes();
      const failed = (kind: Job['kind'], change: Partial<Job>) => job(`${kind} it`, { kind, state: 'failed', experimentName: 'kl', ...change });
      server.jobs = [
        failed('compile', { message: 'The network has been deleted since.', messageReason: { key: 'deleted_network', arguments: {} }, advice: 'Upload it.', adviceReason: { key: 'advice_deleted', arguments: {} } }),
        failed('cross', { mode: 'hybrid', images: 'test', message: 'scenes.weights: 12 bytes are missing', advice: 'Of a newer server.', adviceReason: { key: 'advice_unheard_of', arguments: {} } }),
      ];
      open(server);
      act(() => setLanguage('ko'));
      const compiled = await screen.findByRole('listitem', { name: 'kl 컴파일' });
      expect(compiled).toHaveTextContent('신경망이 그사이에 삭제되었습니다.');
      expect(compiled).toHaveTextContent('다음 단계: 파일을 다시 올리고');
      expect(compiled.querySelector('[lang=en]')).toBeNull();
      const crossed = screen.getByRole('listitem', { name: 'kl, FLOAT와 HYBRID 교차 추론' });
      expect(within(crossed).getByText('scenes.weights: 12 bytes are missing')).toHaveAttribute('lang', 'en');
      expect(within(crossed).getByText('Of a newer server.')).toHaveAttribute('lang', 'en');
    } finally {
      act(() => setLanguage('en'));
    }
  });

  it('say whose ranges they took over, in the language of the page', async () => {
    try {
      const server = scenes();
      server.jobs = [
        job('compile it', { kind: 'compile', experimentName: 'mse', note: 'The ranges are those of the experiment kl.', noteReason: { key: 'ranges_shared', arguments: { experiment: 'kl' } } }),
      ];
      open(server);
      expect(await screen.findByRole('listitem', { name: 'Compile mse' })).toHaveTextContent('The ranges are those of the experiment kl.');
      act(() => setLanguage('ko'));
      const compiled = await screen.findByRole('listitem', { name: 'mse 컴파일' });
      expect(compiled).toHaveTextContent('실험 kl에서');
      expect(compiled.querySelector('[lang=en]')).toBeNull();
    } finally {
      act(() => setLanguage('en'));
    }
  });

  it('are named by their kind, mode and experiment', async () => {
    const server = scenes();
    const named = (kind: Job['kind'], change: Partial<Job> = {}) => job(`${kind} old`, { kind, experimentName: 'kl', ...change });
    server.jobs = [named('compile'), named('evaluate', { mode: 'float' }), named('compare', { mode: 'int' }), named('cross', { mode: 'hybrid' })];
    open(server);
    await screen.findByRole('listitem', { name: 'Compile kl' });
    for (const name of ['Evaluate kl in FLOAT', 'Compare kl in INT with FLOAT, layer by layer', 'Cross FLOAT and HYBRID in kl'])
      expect(screen.getByRole('listitem', { name })).toBeInTheDocument();
  });

  it('have a log', async () => {
    const server = scenes();
    server.logs.set(server.jobs[0]!.id, 'reading scenes.net\n');
    const { user } = open(server);
    await user.click(await screen.findByRole('button', { name: 'Log of compare log' }));
    expect(await screen.findByText('reading scenes.net')).toBeInTheDocument();
  });
});

describe('results', () => {
  it('of a comparison blame layers, the worst first', async () => {
    const { user, path } = open();
    await user.click(await screen.findByRole('button', { name: 'Result of compare kl' }));
    const layers = await screen.findByRole('table', { name: 'Layers' });
    expect(within(layers).getAllByRole('rowheader').map((cell) => cell.textContent)).toEqual(['conv_2', 'conv_0', 'conv_4', 'yolo_5']);
    const row = within(layers).getByRole('row', { name: /conv_2/ });
    expect(row).toHaveTextContent('12.5 dB');
    expect(row).toHaveTextContent('0.26 %');
    // No noise of its own.
    expect(within(layers).getByRole('row', { name: /yolo_5/ })).toHaveTextContent('∞ dB');
    expect(within(row).getByRole('link')).toHaveAttribute('href', `/experiments/${idOf('ekl')}/workbench?layer=2`);
    expect(path()).toContain('job=');
    await user.click(screen.getByRole('button', { name: 'Close the result' }));
    await waitFor(() => expect(path()).toBe(PATH));
  });

  it('of cross inference have a plot and its numbers', async () => {
    open(scenes(), `?job=${idOf('jcross kl')}`);
    expect(await screen.findByRole('img', { name: /mAP@.5 by the last layer/ })).toBeInTheDocument();
    const row = within(screen.getByRole('table', { name: 'Layers' })).getByRole('row', { name: /conv_4/ });
    // .93 - .005 x 4 = .91, 30 - 3 x 4 = 18 dB
    expect(row).toHaveTextContent('91.00');
    expect(row).toHaveTextContent('18.0 dB');
  });

  it('of an evaluation have scores and classes', async () => {
    open(scenes(), `?job=${idOf('jevaluate kl')}`);
    expect(await screen.findByText('90.79 ± 0.27')).toBeInTheDocument();
    expect(within(screen.getByRole('table', { name: 'Scores by class' })).getByRole('row', { name: /ring/ })).toHaveTextContent('95.00');
  });

  it('that are not there say why', async () => {
    const server = scenes();
    server.results.clear();
    open(server, `?job=${idOf('jevaluate kl')}`);
    expect(await screen.findByText('It is not done')).toBeInTheDocument();
  });
});

describe('files', () => {
  it('are in folders that open, with who uses them', async () => {
    const { user, server } = open();
    const calib = await screen.findByRole('button', { name: /calib\// });
    expect(calib).toHaveTextContent('2 pictures');
    expect(screen.queryByRole('button', { name: /a\.png/ })).toBeNull();
    await user.click(calib);
    expect(await screen.findByRole('button', { name: /a\.png/ })).toHaveTextContent('used by 2 experiments');
    await user.click(screen.getByRole('button', { name: /scenes\.cfg/ }));
    const details = await screen.findByRole('region', { name: 'scenes.cfg' });
    expect(within(details).getAllByRole('link', { name: /kl|log2/ })).toHaveLength(2);
    expect(within(details).getByRole('link', { name: 'Download' })).toHaveAttribute('href', `/api/v1/files/${server.files[2]!.id}/content`);
  });

  it('that were dropped are sent with their paths', async () => {
    const sent: string[] = [];
    class FakeXhr {
      upload = {};
      status = 201;
      statusText = '';
      responseText = '';
      onload: (() => void) | undefined;
      #path = '';
      headers: Record<string, string> = {};
      open(method: string, url: string) {
        this.#path = new URL(url, 'http://x').searchParams.get('path')!;
        expect(method).toBe('PUT');
      }
      setRequestHeader(name: string, value: string) {
        this.headers[name] = value;
      }
      send() {
        expect(this.headers['Qsim-Request']).toBe('1');
        sent.push(this.#path);
        this.responseText = JSON.stringify({ id: idOf(`x${sent.length}`), project: idOf('scenes'), path: this.#path, kind: 'picture', bytes: 3, created: '2026-01-02T03:04:05Z' });
        setTimeout(() => this.onload?.(), 0);
      }
    }
    vi.stubGlobal('XMLHttpRequest', FakeXhr);
    open();
    await table();
    const file = (name: string) => new File(['abc'], name);
    const fileEntry = (name: string) => ({ isFile: true, name, file: (done: (file: File) => void) => done(file(name)) });
    const folder = {
      isFile: false,
      name: 'pictures',
      createReader: () => {
        const parts = [[fileEntry('1.png')], [fileEntry('2.png'), fileEntry('.DS_Store')], []];
        return { readEntries: (done: (part: unknown) => void) => done(parts.shift()) };
      },
    };
    const item = (entry: unknown, plain: File | null) => ({ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => plain });
    fireEvent.drop(screen.getByTestId('drop'), { dataTransfer: { types: ['Files'], items: [item(folder, null), item(null, file('net.onnx'))] } });
    await waitFor(() => expect(sent).toEqual(['pictures/1.png', 'pictures/2.png', 'net.onnx']));
    expect(await screen.findByText('3 sent, 0 failed')).toBeInTheDocument();
    expect(await screen.findByRole('button', { name: /pictures\// })).toHaveTextContent('2 pictures');
    vi.unstubAllGlobals();
  });
});

describe('a project that is not there', () => {
  it('says so', async () => {
    visit(`/projects/${idOf('nobody')}`, scenes());
    expect(await screen.findByText('It does not exist')).toBeInTheDocument();
  });
});
