// SPDX-License-Identifier: Apache-2.0
// The page against a server that implements the contract over a tiny network: keys, deep links, edits, the tour.
import { notifications } from '@mantine/notifications';
import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@shared/i18n';
import { FakeServer, ids } from './testing/fakeServer';
import { address, openBench, openWorkbench, where } from './testing/render';

vi.mock('uplot', () => import('@shared/test/uplot'));

// Whether something is hidden costs a style for each element and its parents; axe and the journeys see to that in a browser.
configure({ defaultHidden: true, asyncUtilTimeout: 5000 });
beforeEach(() => vi.unstubAllGlobals());

const selected = () => screen.getByRole('listbox', { name: /layers/ }).getAttribute('aria-activedescendant');
const boxes = () => screen.findByTestId('boxes');

describe('opening', () => {
  it('starts a simulation on a picture of the project and writes the picture into the address', async () => {
    const { server, history } = await openBench();
    expect(server.requests).toContain(`POST /experiments/${ids.experiment}/simulations`);
    await waitFor(() => expect(address(history)['picture']).toBe(ids.dog));
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('log2');
    expect(where()).toBe(0);
  });
  it('goes on with the simulation that is there', async () => {
    const server = new FakeServer();
    const first = await openBench(server);
    await first.user.keyboard('c');
    await waitFor(() => expect(where()).toBe(6));
    first.unmount();
    server.requests.length = 0;
    await openBench(server);
    expect(where()).toBe(6);
    expect(server.requests).not.toContain(`POST /experiments/${ids.experiment}/simulations`);
  });
  it('obeys a deep link to layer, tab and picture', async () => {
    const { server } = await openBench(new FakeServer(), `?layer=3&tab=statistics&picture=${ids.cat}`);
    expect(server.simulation?.picture).toBe(ids.cat);
    expect(selected()).toBe('layer-3');
    expect(screen.getByRole('tab', { name: 'Statistics' })).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByText(/conv_3 has not run/)).toBeInTheDocument();
  });
  it('mends a link with wrong values, and tells of a picture that is not there', async () => {
    const show = vi.spyOn(notifications, 'show');
    const { server, history } = await openBench(new FakeServer(), '?picture=zzz&layer=9999&tab=foo');
    await waitFor(() => expect(address(history)).toEqual({ picture: ids.dog, layer: '5' }));
    expect(server.simulation?.picture).toBe(ids.dog);
    expect(selected()).toBe('layer-5');
    expect(screen.getByRole('tab', { name: 'Pictures' })).toHaveAttribute('aria-selected', 'true');
    expect(show.mock.calls.map(([{ message }]) => message)).toEqual(['The picture of this link is not in the project; another one is shown.']);
    show.mockRestore();
  });
  it('takes a tab that there is not out of the address', async () => {
    const { history } = await openBench(new FakeServer(), `?picture=${ids.dog}&tab=foo`);
    await waitFor(() => expect(address(history)).toEqual({ picture: ids.dog }));
  });
  it('says that an experiment is still compiled', async () => {
    const server = new FakeServer();
    server.experimentState = 'compiling';
    await openWorkbench(server);
    expect(await screen.findByText(/still being compiled/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Compile again' })).toBeNull();
  });
  it.each([
    ['failed', /could not be compiled/],
    ['cancelled', /was cancelled/],
  ] as const)('says that compiling %s, and offers to do it again', async (state, said) => {
    const server = new FakeServer();
    server.experimentState = state;
    const { user } = await openWorkbench(server);
    expect(await screen.findByText(said)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Compile again' }));
    await waitFor(() => expect(server.retried).toEqual([ids.compilation]));
  });
  it('says why no engine could be started, and tries again', async () => {
    const server = new FakeServer();
    server.fail('/simulations', 503, 'unavailable', 'as many simulations as allowed run');
    const { user } = await openWorkbench(server);
    expect(await screen.findByText('as many simulations as allowed run')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('workbench')).toBeInTheDocument();
  });
});

describe('one selection', () => {
  it('is shared by list, graph, inspector, timeline and address; back goes back', async () => {
    const { user, history } = await openBench();
    await user.click(screen.getByRole('option', { name: /3 conv_3/ }));
    await waitFor(() => expect(address(history)['layer']).toBe('3'));
    expect(within(screen.getByRole('region', { name: 'Inspector' })).getByRole('heading', { name: /conv_3/ })).toBeInTheDocument();
    expect(screen.getByRole('slider', { name: 'Timeline' })).toHaveAttribute('aria-valuenow', '3');
    await waitFor(() => expect(document.querySelector('[data-node][data-selected]')).toHaveAttribute('data-layer', '3'));
    await new Promise((resolve) => setTimeout(resolve, 750));
    await user.click(screen.getByRole('option', { name: /1 pool_1/ }));
    await waitFor(() => expect(address(history)['layer']).toBe('1'));
    act(() => history.back());
    await waitFor(() => expect(selected()).toBe('layer-3'));
  });
  it('is chosen on the graph too', async () => {
    await openBench();
    const node = await waitFor(() => document.querySelector<SVGElement>('[data-layer="4"]')!);
    fireEvent.pointerDown(node, { button: 0, clientX: 5, clientY: 5 });
    fireEvent.pointerUp(node, { button: 0, clientX: 5, clientY: 5 });
    expect(selected()).toBe('layer-4');
  });
});

describe('keys', () => {
  it('j and k walk, J marks on', async () => {
    const { user } = await openBench();
    await user.keyboard('jjj');
    expect(selected()).toBe('layer-3');
    await user.keyboard('k');
    expect(selected()).toBe('layer-2');
    await user.keyboard('J');
    expect(screen.getByText('2 marked, 2 to 3:')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.queryByText(/marked, /)).not.toBeInTheDocument();
  });
  it('s, S, c and g move the run, and the selection follows a step', async () => {
    const { user } = await openBench();
    await user.keyboard('s');
    await waitFor(() => expect(where()).toBe(1));
    await user.keyboard('s');
    await waitFor(() => expect(where()).toBe(2));
    await waitFor(() => expect(selected()).toBe('layer-1'));
    await user.keyboard('S');
    await waitFor(() => expect(where()).toBe(1));
    await user.keyboard('jjjg');
    await waitFor(() => expect(where()).toBe(4));
    await user.keyboard('c');
    await waitFor(() => expect(where()).toBe(6));
    expect(await screen.findByText('Stands at the end')).toBeInTheDocument();
  });
  it('b sets a breakpoint at which c stops, and the stop is told', async () => {
    const { user, server } = await openBench(new FakeServer(), '?layer=3');
    await user.keyboard('b');
    await waitFor(() => expect(server.simulation?.stops).toEqual([{ layer: 3, when: 'before' }]));
    expect(screen.getByTestId('break-3')).toHaveAttribute('data-on');
    await user.keyboard('c');
    await waitFor(() => expect(where()).toBe(3));
    expect(await screen.findByText('Stopped: break 3')).toBeInTheDocument();
    // Not only to those who listen.
    expect(screen.getByTestId('stopped')).toHaveTextContent('Stopped:break 3');
    expect(screen.getByTestId('stopped').closest('.q-hidden')).toBeNull();
    await user.keyboard('b');
    await waitFor(() => expect(server.simulation?.stops).toEqual([]));
  });
  it('a stop is told until the run goes on, in each language with the words of the engine marked as English', async () => {
    const { user } = await openBench(new FakeServer(), '?layer=3');
    expect(screen.queryByTestId('stopped')).not.toBeInTheDocument();
    await user.keyboard('bc');
    await screen.findByTestId('stopped');
    act(() => setLanguage('ko'));
    try {
      const told = screen.getAllByText('break 3');
      expect(told).toHaveLength(2); // to see and to hear
      for (const each of told) expect(each).toHaveAttribute('lang', 'en');
    } finally {
      act(() => setLanguage('en'));
    }
    await user.keyboard('c');
    await waitFor(() => expect(where()).toBe(6));
    expect(screen.queryByTestId('stopped')).not.toBeInTheDocument();
  });
  it('1, 2 and 3 set the mode of what is chosen, u and U take it back and make it again', async () => {
    const { user, server } = await openBench(new FakeServer(), '?layer=2');
    await user.keyboard('1');
    await waitFor(() => expect(server.simulation?.modes[2]).toBe('float'));
    await user.keyboard('2');
    await waitFor(() => expect(server.simulation?.modes[2]).toBe('hybrid'));
    await waitFor(() => expect(server.simulation?.edits).toHaveLength(2));
    await user.keyboard('u');
    await waitFor(() => expect(server.simulation?.modes[2]).toBe('float'));
    await user.keyboard('U');
    await waitFor(() => expect(server.simulation?.modes[2]).toBe('hybrid'));
    await user.keyboard('JJ3');
    await waitFor(() => expect(server.simulation?.modes.slice(2, 5)).toEqual(['int', 'int', 'int']));
  });
  it('f finds a layer, d hides the difference', async () => {
    const { user } = await openBench();
    await user.keyboard('c');
    await waitFor(() => expect(where()).toBe(6));
    await waitFor(() => expect(screen.getByText('difference')).toBeInTheDocument());
    await user.keyboard('d');
    await waitFor(() => expect(screen.queryByText('difference')).not.toBeInTheDocument());
    await user.keyboard('f');
    expect(screen.getByRole('searchbox', { name: 'Find layers' })).toHaveFocus();
    await user.keyboard('short{Enter}');
    expect(selected()).toBe('layer-4');
  });
  it('are letters where one writes', async () => {
    const { user } = await openBench();
    await user.click(screen.getByRole('searchbox', { name: 'Find layers' }));
    await user.keyboard('s');
    expect(where()).toBe(0);
  });
});

describe('the timeline', () => {
  it('runs to a layer with Enter and marks a stretch with Shift', async () => {
    const { user } = await openBench();
    const timeline = screen.getByRole('slider', { name: 'Timeline' });
    act(() => timeline.focus());
    await user.keyboard('{ArrowRight}{ArrowRight}{Enter}');
    await waitFor(() => expect(where()).toBe(3));
    await user.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    expect(screen.getByText('3 marked, 2 to 4:')).toBeInTheDocument();
    expect(timeline).toHaveAttribute('aria-valuetext', expect.stringContaining('4 shortcut_4: INT'));
  });
  it('takes the pointer at the press, and marks nothing when it was released outside', async () => {
    await openBench();
    const timeline = screen.getByRole('slider', { name: 'Timeline' });
    const captured = vi.fn();
    timeline.setPointerCapture = captured;
    fireEvent.pointerDown(timeline, { button: 0, pointerId: 7, clientX: 300 });
    expect(captured).toHaveBeenCalledWith(7);
    // No release was heard of; then the pointer is back, without a button.
    fireEvent.pointerMove(timeline, { clientX: 700, buttons: 0 });
    fireEvent.pointerUp(timeline, { clientX: 700 });
    expect(screen.queryByRole('toolbar', { name: 'Marked layers' })).toBeNull();
    expect(where()).toBe(0);
  });
  it('gives a dragged stretch a mode: cross inference', async () => {
    const { user, server } = await openBench();
    await user.keyboard('c');
    expect(await boxes()).toHaveTextContent('1/2');
    const timeline = screen.getByRole('slider', { name: 'Timeline' });
    const width = 1000; // of the strip where nothing is laid out
    const middle = (layer: number) => ((layer + 0.5) * width) / 6;
    fireEvent.pointerDown(timeline, { button: 0, clientX: middle(2) });
    fireEvent.pointerMove(timeline, { clientX: middle(3), buttons: 1 });
    fireEvent.pointerUp(timeline, { clientX: middle(3) });
    await user.click(within(screen.getByRole('toolbar', { name: 'Marked layers' })).getByRole('button', { name: /FLOAT/ }));
    await waitFor(() => expect(server.simulation?.modes).toEqual(['int', 'int', 'float', 'float', 'int', 'float']));
    // The bad layer is in FLOAT now: the box is back, after a run that nobody had to ask for.
    await waitFor(async () => expect(await boxes()).toHaveTextContent('2/2'));
  });
});

describe('changes', () => {
  it('show at once and go back where they are refused', async () => {
    const server = new FakeServer();
    const { user } = await openBench(server, '?layer=2');
    server.hold('/edits');
    await user.keyboard('1');
    // Nothing has answered yet.
    expect(screen.getByRole('option', { name: /2 conv_2 .*FLOAT/ })).toBeInTheDocument();
    server.fail('/edits', 422, 'unprocessable', 'conv_2 cannot run so');
    act(() => server.release());
    expect(await screen.findByText('conv_2 cannot run so')).toBeInTheDocument();
    expect(screen.getByRole('option', { name: /2 conv_2 .*INT/ })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText('conv_2 cannot run so')).not.toBeInTheDocument();
  });
  it('are listed with what they did to the noise at the head, and saved as an experiment', async () => {
    const { user } = await openBench(new FakeServer(), '?layer=3');
    await user.keyboard('c');
    expect(await boxes()).toHaveTextContent('1/2');
    await user.keyboard('1');
    await waitFor(async () => expect(await boxes()).toHaveTextContent('2/2'));
    await user.click(screen.getByRole('button', { name: /Changes/ }));
    const list = await screen.findByRole('list', { name: 'Changes' });
    expect(within(list).getByText('mode 3 float')).toBeInTheDocument();
    // 1e-4 x 4 + 0.1 to 1e-4 x 4: from 10.0 to 34.0 dB.
    await waitFor(() => expect(within(list).getByText(/^\+2\d\.\d dB$/)).toBeInTheDocument());
    expect(screen.getByRole('textbox', { name: 'Save as a new experiment' })).toHaveAttribute('placeholder', 'log2, edited');
    await user.type(screen.getByRole('textbox', { name: 'Save as a new experiment' }), 'mended');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/“mended” is saved/)).toBeInTheDocument();
  });
  it('of a value are written in place; a value that does not fit is refused in words', async () => {
    const server = new FakeServer();
    const { user } = await openBench(server, '?layer=2&tab=weights');
    const cell = await screen.findByRole('textbox', { name: 'weights[0, 0, 0, 1]' });
    expect(cell).toHaveValue('1');
    await user.clear(cell);
    await user.type(cell, '55{Enter}');
    await waitFor(() => expect(server.simulation?.edits.at(-1)?.text).toBe('set 2 weights[1] 55'));
    const second = await screen.findByRole('textbox', { name: 'weights[0, 0, 0, 2]' });
    await user.clear(second);
    await user.type(second, '1.5{Enter}');
    expect(second).toHaveAttribute('aria-invalid', 'true');
    await user.clear(second);
    await user.type(second, '300{Enter}');
    expect(await screen.findByText(/value 300, expected/)).toBeInTheDocument();
    // What is in force stands there again.
    const third = screen.getByRole('textbox', { name: 'weights[0, 0, 0, 2]' });
    await waitFor(() => expect(third).toHaveValue('2'));
    expect(third).toHaveAttribute('aria-invalid', 'false');
  });
  it('of a method go through the form of the edit tab', async () => {
    const server = new FakeServer();
    const { user } = await openBench(server, '?layer=3&tab=edit');
    const output = screen.getByRole('group', { name: 'Output' });
    await user.selectOptions(within(output).getByLabelText('Method'), 'kl');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await waitFor(() => expect(server.simulation?.edits.at(-1)?.text).toBe('quantize 3 {"method":"kl"}'));
    await user.type(within(output).getByLabelText('Width, bits'), '40');
    expect(screen.getByText(/from 2 to 16/)).toBeInTheDocument();
  });
});

describe('the inspector', () => {
  it('fetches only the channels that it shows, and one alone when it is opened', async () => {
    const { user, server, history } = await openBench(new FakeServer(), '?layer=0');
    await user.keyboard('s');
    await waitFor(() => expect(server.maps.length).toBeGreaterThanOrEqual(3));
    expect(new Set(server.maps.map((url) => url.searchParams.get('source')))).toEqual(new Set(['float', 'run', 'difference']));
    for (const url of server.maps) expect(Number(url.searchParams.get('size'))).toBeLessThanOrEqual(64);
    const pictures = screen.getAllByRole('application').filter((element) => element.getAttribute('aria-label') === 'INT');
    act(() => pictures[0]?.focus());
    await user.keyboard('{ArrowRight}{ArrowRight}');
    // Two steps from channel 0, y 0, x 0: one puts the cursor there, the other moves it.
    expect(screen.getByText('channel 0, y 0, x 1')).toBeInTheDocument();
    // The value there is 1/32: integer 1 at scale 2^-5.
    expect(screen.getByText(/1 at scale 2⁻⁵/)).toBeInTheDocument();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(address(history)['channel']).toBe('0'));
    expect(screen.getByText('channel 0 of 4')).toBeInTheDocument();
  });
  it('asks for the pictures once, as many as there is room for', async () => {
    // Room for one column of two, where the tab's first guess is more than the layer's four channels.
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(150);
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(100);
    const { user, server } = await openBench(new FakeServer(), '?layer=0');
    await user.keyboard('s');
    await screen.findByText(/channels 0–1 of 4/);
    await waitFor(() => expect(server.maps.length).toBeGreaterThanOrEqual(3));
    expect(server.maps.map((url) => url.searchParams.get('count'))).toEqual(['2', '2', '2']);
  });
  it('offers to run to a layer that has not run', async () => {
    const { user } = await openBench(new FakeServer(), '?layer=3');
    await user.click(await screen.findByRole('button', { name: /Run to here/ }));
    await waitFor(() => expect(where()).toBe(4));
  });
  it('shows the same numbers as a table, one key away', async () => {
    const { user } = await openBench(new FakeServer(), '?layer=0');
    await user.keyboard('s');
    await user.click(await screen.findByRole('button', { name: /As table/ }));
    expect(await screen.findByRole('columnheader', { name: 'channel' })).toBeInTheDocument();
    await user.keyboard('t');
    expect(screen.queryByRole('columnheader', { name: 'channel' })).not.toBeInTheDocument();
  });
  it('has the statistics of run and FLOAT', async () => {
    const { user } = await openBench(new FakeServer(), '?layer=3&tab=statistics');
    await user.keyboard('c');
    expect(await screen.findByRole('rowheader', { name: 'standard deviation' })).toBeInTheDocument();
    expect(screen.getByRole('rowheader', { name: 'SQNR, accumulated' })).toBeInTheDocument();
  });
});

describe('a layer that keeps the quantization of another', () => {
  it.each(['histogram', 'edit'])('says so in its %s, and leads to the other', async (tab) => {
    const server = new FakeServer();
    const { user } = await openBench(server, `?layer=1&tab=${tab}`);
    await user.keyboard('c');
    expect(await screen.findByText(/Its quantization is that of conv_0/)).toBeInTheDocument();
    // Neither a range nor a rule that could only be refused.
    expect(screen.queryByRole('checkbox', { name: 'symmetric' })).toBeNull();
    expect(screen.queryByRole('group', { name: 'Output' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Go to conv_0' }));
    expect(selected()).toBe('layer-0');
    await waitFor(() => expect(screen.queryByText(/Its quantization is that of/)).toBeNull());
  });
});

describe('watches', () => {
  it('are added and removed in the editor of stops', async () => {
    const { user, server } = await openBench(new FakeServer(), '?layer=2');
    await user.click(screen.getByRole('button', { name: /Stops/ }));
    await user.selectOptions(await screen.findByLabelText('Stop'), 'sqnr');
    await user.selectOptions(screen.getByLabelText('Layer'), 'all');
    await user.click(screen.getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(server.simulation?.stops).toEqual([{ layer: -1, when: 'sqnr', limit: 20 }]));
    await user.click(await screen.findByRole('button', { name: /Remove all layers SQNR below/ }));
    await waitFor(() => expect(server.simulation?.stops).toEqual([]));
  });
  it('take a comma, and refuse at once in words what makes no sense', async () => {
    const { user, server } = await openBench(new FakeServer(), '?layer=2');
    await user.click(screen.getByRole('button', { name: /Stops/ }));
    const write = async (label: string, text: string) => {
      await user.clear(screen.getByLabelText(label));
      await user.type(screen.getByLabelText(label), text);
    };
    await user.selectOptions(await screen.findByLabelText('Stop'), 'sqnr');
    await write('Limit', '1,5');
    await user.click(screen.getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(server.simulation?.stops).toEqual([{ layer: 2, when: 'sqnr', limit: 1.5 }]));
    await user.selectOptions(screen.getByLabelText('Stop'), 'saturation');
    await write('Limit', '200');
    expect(screen.getByText('Saturation is a share of 0 to 100 %.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Add' })).toBeDisabled();
    await user.selectOptions(screen.getByLabelText('Stop'), 'outside');
    await write('From', '3');
    await write('To', '1');
    expect(screen.getByText('From must not be above To.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Add' })).toBeDisabled();
    await write('To', '4');
    expect(screen.getByRole('button', { name: 'Add' })).toBeEnabled();
  });
});

describe('the tour', () => {
  it('ticks itself with what really happens', async () => {
    const server = new FakeServer();
    server.example = true;
    server.guide = { picture: 'test/cat.png', layer: 3, method: 'kl', class: 'ring' };
    const { user } = await openBench(server, '?layer=0');
    const step = (count: number) => screen.findByRole('list', { name: `${count} of 6 steps done` });
    expect(server.simulation?.picture).toBe(ids.cat);
    await step(0);
    await user.click(screen.getByRole('radio', { name: 'FLOAT' }));
    await user.click(screen.getByRole('button', { name: /^Run ▶/ }));
    await step(1);
    expect(screen.getByText(/One box vanishes: ring/)).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'INT' }));
    await step(2);
    await user.click(screen.getByRole('option', { name: /3 conv_3/ }));
    await step(3);
    await user.click(screen.getByRole('tab', { name: 'Histogram' }));
    await step(4);
    await user.click(screen.getByRole('tab', { name: 'Edit' }));
    await user.selectOptions(within(screen.getByRole('group', { name: 'Output' })).getByLabelText('Method'), 'kl');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await step(5);
    await user.click(screen.getByRole('button', { name: /Changes/ }));
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    await step(6);
    expect(screen.getByText(/That was the tour/)).toBeInTheDocument();
  });
  it('does each step where it is asked to, leaves one change, and evaluates what was saved', async () => {
    const server = new FakeServer();
    server.example = true;
    server.guide = { picture: 'test/cat.png', layer: 3, method: 'kl', class: 'ring', weaker: { class: 'ring', before: 0.566, after: 0.5379 } };
    const { user } = await openBench(server, '?layer=0');
    const show = async (count: number) => {
      await waitFor(() => expect(screen.getByRole('button', { name: 'Do it for me' })).toBeEnabled());
      await user.click(screen.getByRole('button', { name: 'Do it for me' }));
      await screen.findByRole('list', { name: `${count} of 6 steps done` });
    };
    await show(1);
    expect(server.simulation?.edits).toHaveLength(1);
    await show(2);
    // Back to INT is an undo of FLOAT.
    expect(server.simulation?.edits).toEqual([]);
    expect(await screen.findByText(/the highest dot: conv_3 \(10\.0 dB\)/)).toBeInTheDocument();
    expect(screen.getByLabelText('What the colour shows')).toHaveValue('isolated');
    await show(3);
    await show(4);
    await show(5);
    expect(server.simulation?.edits.map(({ kind }) => kind)).toEqual(['quantize']);
    expect(screen.getByText(/The box is back \(60\.00 → 60\.00\).* another box, ring, falls from 56\.60 to 53\.79\. Open Changes/)).toBeInTheDocument();
    await show(6);
    expect(screen.getByRole('link', { name: 'To the project’s table' })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Evaluate “log2, edited”' }));
    expect(await screen.findByText(/It is being evaluated/)).toBeInTheDocument();
    expect(server.jobs).toEqual([{ kind: 'evaluate', experiment: ids.saved, mode: 'int', images: 'test' }]);
  });
  it('can be skipped and taken again', async () => {
    const server = new FakeServer();
    server.example = true;
    const { user } = await openBench(server);
    await user.click(screen.getByRole('button', { name: 'Skip' }));
    await user.click(screen.getByRole('button', { name: 'Take the tour' }));
    expect(screen.getByRole('list', { name: '0 of 6 steps done' })).toBeInTheDocument();
  });
  it('is not there in other projects', async () => {
    await openBench();
    expect(screen.queryByRole('complementary', { name: 'Guided tour' })).not.toBeInTheDocument();
  });
});
