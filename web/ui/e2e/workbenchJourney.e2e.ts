// SPDX-License-Identifier: Apache-2.0
// A person's way through the workbench on the example project, with the real server and a real engine.
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answers, Experiment, Project, Simulation } from '../src/shared/api/types.ts';
import { hasBrowser, launch, moment, openPage, screenshot, violations } from './browser.ts';
import { ask, hasServer, signIn, startServer, until, type RealServer } from './workbenchServer.ts';

const report = (text: string) => console.log(text);

describe.skipIf(!hasBrowser || !hasServer)('the workbench on the example project', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let problems: string[];
  let experiment: Experiment;
  let firstPaint = Infinity;

  beforeAll(async () => {
    browser = await launch();
    server = await startServer();
    ({ page, problems } = await openPage(browser));
    await signIn(page, server);
    experiment = await until(async () => {
      const example = (await ask<Project[]>(page, 'GET', '/projects')).find((project) => project.example);
      if (!example) return undefined;
      const list = await ask<Experiment[]>(page, 'GET', `/projects/${example.id}/experiments`);
      return list.find(({ name, state }) => name === 'log2' && state === 'ready');
    });
    await page.goto(`${server.origin}/experiments/${experiment.id}/workbench`);
    await page.getByTestId('workbench').waitFor();
    // Once more, as one comes back: the browser has the scripts, the server the engine.
    await page.reload();
    await page.locator('[data-node]').first().waitFor();
    firstPaint = await page.evaluate(() => performance.getEntriesByName('qsim:graph-drawn')[0]?.startTime ?? Infinity);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const simulation = async (): Promise<Simulation> => {
    const found = (await ask<Simulation[]>(page, 'GET', '/simulations')).find((entry) => entry.experiment === experiment.id);
    if (!found) throw new Error('no simulation');
    return found;
  };
  const answer = async () => ask<Answers>(page, 'GET', `/simulations/${(await simulation()).id}/answer`);
  const at = (position: number) => page.locator(`[data-testid=where][data-position="${position}"]:not([data-busy])`).waitFor();
  const layers = async () => (await simulation()).layers;
  const sqnr = async () => Number.parseFloat((await page.getByTestId('head-sqnr').textContent()) ?? '');
  /** Of all layers. */
  const mode = (name: string) => page.getByRole('toolbar', { name: 'Run' }).getByText(name, { exact: true }).click();
  const choose = (layer: number) => page.locator(`#layer-${layer}`).click();

  it('is drawn within a second', () => {
    report(`the workbench with its graph is drawn after ${firstPaint.toFixed(0)} ms`);
    expect(firstPaint).toBeLessThan(2000);
  });

  it('runs in FLOAT: the answer is FLOAT’s own', async () => {
    await mode('FLOAT');
    await page.getByRole('button', { name: /^Run/ }).first().click();
    await at(await layers());
    await page.getByText('no noise').first().waitFor();
    const { run, float } = await answer();
    expect(run.boxes.length).toBeGreaterThan(0);
    expect(run).toEqual(float);
    expect(await page.getByTestId('boxes').textContent()).toContain(`${float.boxes.length}/${float.boxes.length}`);
    await screenshot(page, 'workbench-float');
  });

  it('runs in INT, with noise at the head', async () => {
    await mode('INT');
    await until(async () => ((await simulation()).modes.includes('int') ? true : undefined));
    await until(async () => ((await sqnr()) > 0 ? true : undefined));
    const { sqnr: told } = await answer();
    expect(await sqnr()).toBeCloseTo(told ?? 0, 0);
    expect(await page.locator('[data-node][data-progress=done]').count()).toBe(await layers());
    await screenshot(page, 'workbench-int');
  });

  it('steps, and steps back', async () => {
    await page.keyboard.press('Home');
    await at(0);
    await page.keyboard.press('s');
    await at(1);
    await page.keyboard.press('s');
    await at(2);
    expect(await page.locator('#layer-1[data-current]').count()).toBe(1);
    await page.keyboard.press('Shift+S');
    await at(1);
  });

  it('stops at a breakpoint and continues to the end', async () => {
    await choose(6);
    await page.keyboard.press('b');
    await page.locator('[data-testid=break-6][data-on]').waitFor();
    await page.keyboard.press('c');
    await at(6);
    expect((await simulation()).hits).toHaveLength(1);
    await screenshot(page, 'workbench-breakpoint');
    await page.keyboard.press('c');
    await at(await layers());
    await choose(6);
    await page.keyboard.press('b');
    await page.locator('[data-testid=break-6]:not([data-on])').waitFor();
  });

  it('stops where a watch finds too much noise', async () => {
    await page.getByRole('button', { name: /^Stops/ }).click();
    await page.getByLabel('Stop', { exact: true }).selectOption('sqnr');
    await page.getByLabel('Limit').fill('60');
    await page.getByLabel('Layer', { exact: true }).selectOption('all');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('list', { name: 'Breakpoints and watchpoints' }).getByText(/all layers: SQNR below 60 dB/).waitFor();
    await screenshot(page, 'workbench-watch');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Back before the first layer' }).click();
    await at(0);
    await page.getByRole('button', { name: 'Continue to the next stop' }).first().click();
    await at(1);
    expect((await simulation()).hits[0]?.text).toMatch(/sqnr/);
    await page.getByRole('button', { name: /^Stops/ }).click();
    await page.getByRole('button', { name: 'Remove all', exact: true }).click();
    await until(async () => ((await simulation()).stops.length === 0 ? true : undefined));
    await page.keyboard.press('Escape');
  });

  it('runs to where one clicks on the timeline', async () => {
    const box = await page.getByRole('slider', { name: 'Timeline' }).boundingBox();
    if (!box) throw new Error('no timeline');
    const count = await layers();
    await page.mouse.click(box.x + (8.5 * box.width) / count, box.y + 30);
    await at(9);
    await page.locator('#layer-8[data-current]').waitFor();
    await page.mouse.click(box.x + (3.5 * box.width) / count, box.y + 30);
    await at(4);
    await page.mouse.click(box.x + ((count - 0.5) * box.width) / count, box.y + 30);
    await at(count);
  });

  it('mixes modes through the timeline: cross inference', async () => {
    const before = await sqnr();
    const count = await layers();
    const box = await page.getByRole('slider', { name: 'Timeline' }).boundingBox();
    if (!box) throw new Error('no timeline');
    const middle = (layer: number) => box.x + ((layer + 0.5) * box.width) / count;
    await page.mouse.move(middle(0), box.y + 30);
    await page.mouse.down();
    await page.mouse.move(middle(4), box.y + 30, { steps: 4 });
    await page.mouse.move(middle(9), box.y + 30, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('toolbar', { name: 'Marked layers' }).getByRole('button', { name: /FLOAT/ }).click();
    await until(async () => ((await simulation()).modes.slice(0, 10).every((mode) => mode === 'float') ? true : undefined));
    await until(async () => ((await sqnr()) !== before ? true : undefined));
    const { modes } = await simulation();
    expect(modes.slice(10).some((mode) => mode === 'int')).toBe(true);
    expect(await sqnr()).toBeGreaterThan(before);
    await screenshot(page, 'workbench-cross');
    await page.keyboard.press('u');
    await until(async () => ((await sqnr()) === before ? true : undefined));
  });

  it('answers a click within 100 ms and draws a feature map within 300 ms', async () => {
    const count = await layers();
    const clicks: number[] = [];
    const maps: number[] = [];
    for (let layer = 0; layer < count - 1; ++layer) {
      const { click, map } = await page.evaluate(async (index) => {
        performance.clearMarks();
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const begin = performance.now();
        document.querySelector<HTMLElement>(`#layer-${index}`)?.click();
        let clicked = 0;
        while (performance.getEntriesByName('qsim:map-painted').length < 3 && performance.now() - begin < 5000) {
          if (!clicked && document.querySelector(`#layer-${index}[data-current]`)) clicked = performance.now() - begin;
          await frame();
        }
        return { click: clicked || performance.now() - begin, map: (performance.getEntriesByName('qsim:map-painted').at(-1)?.startTime ?? Infinity) - begin };
      }, layer);
      clicks.push(click);
      maps.push(map);
    }
    const middle = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
    report(`a click: median ${middle(clicks).toFixed(0)} ms, slowest ${Math.max(...clicks).toFixed(0)} ms; three feature maps: median ${middle(maps).toFixed(0)} ms, slowest ${Math.max(...maps).toFixed(0)} ms (${count - 1} layers)`);
    expect(middle(clicks)).toBeLessThan(100);
    expect(middle(maps)).toBeLessThan(300);
  });

  it('shows a layer’s pictures with one cursor and the integer behind a value', async () => {
    await choose(2);
    const picture = page.getByRole('application', { name: 'INT', exact: true });
    await picture.locator('canvas[data-ready]').waitFor();
    await picture.hover({ position: { x: 20, y: 20 } });
    await page.getByText(/channel \d+, y \d+, x \d+/).waitFor();
    await page.getByText(/at scale/).waitFor();
    await screenshot(page, 'workbench-pictures');
    await picture.click({ position: { x: 20, y: 20 } });
    await page.waitForURL(/channel=\d+/);
    await screenshot(page, 'workbench-channel');
    await page.goBack();
    await page.getByText(/channels 0–/).waitFor();
  });

  it('shows no thresholds to drag where a layer keeps the quantization of another', async () => {
    await choose(1);
    await page.getByRole('tab', { name: 'Histogram' }).click();
    await page.getByTestId('histogram').locator('canvas').waitFor();
    await page.getByText(/Its quantization is that of conv_0/).waitFor();
    expect(await page.getByRole('slider', { name: /that fits/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Go to conv_0' }).click();
    await page.getByRole('slider', { name: 'Largest value that fits' }).waitFor();
    expect(await page.getByRole('slider', { name: /that fits/ }).count()).toBe(2);
  });

  it('drags a threshold of the histogram: the layer is quantized with that range', async () => {
    await choose(4);
    await page.getByRole('tab', { name: 'Histogram' }).click();
    await page.locator('.uplot canvas').waitFor();
    await screenshot(page, 'workbench-histogram');
    const handle = page.getByRole('slider', { name: 'Largest value that fits' });
    const box = await handle.boundingBox();
    if (!box) throw new Error('no handle');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x - 40, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await until(async () => ((await simulation()).edits.some(({ kind, layers: of }) => kind === 'quantize' && of.includes(4)) ? true : undefined));
    await at(await layers());
    const { edits } = await simulation();
    expect(edits.at(-1)?.text).toMatch(/range/);
    await page.keyboard.press('u');
    await until(async () => ((await simulation()).edits.some(({ kind }) => kind === 'quantize') ? undefined : true));
  });

  it('writes a weight in place, undoes and redoes it', async () => {
    await choose(2);
    await page.getByRole('tab', { name: 'Weights' }).click();
    const table = page.getByRole('table', { name: /weights/ });
    await table.waitFor();
    const cell = table.getByRole('textbox').first();
    const before = await cell.inputValue();
    const noise = await sqnr();
    const next = String(Number(before.replace('−', '-')) > 0 ? -1 : 1);
    await cell.fill(next);
    await cell.press('Enter');
    await until(async () => ((await simulation()).edits.at(-1)?.kind === 'values' ? true : undefined));
    await until(async () => ((await sqnr()) !== noise ? true : undefined));
    await until(async () => ((await table.getByRole('textbox').first().inputValue()).replace('−', '-') === next ? true : undefined));
    await screenshot(page, 'workbench-weights');
    await page.getByRole('tab', { name: 'Weights' }).focus();
    await page.keyboard.press('u');
    await until(async () => ((await table.getByRole('textbox').first().inputValue()) === before ? true : undefined));
    await until(async () => ((await sqnr()) === noise ? true : undefined));
    await page.keyboard.press('Shift+U');
    await until(async () => ((await simulation()).edits.at(-1)?.kind === 'values' ? true : undefined));
    await page.keyboard.press('u');
    await until(async () => ((await sqnr()) === noise ? true : undefined));
  });

  it('hands out tensors as NumPy’s files', async () => {
    await choose(2);
    await page.getByRole('tab', { name: 'Export' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download output as .npy' }).click()]);
    expect(download.suggestedFilename()).toBe('2-conv_2-output-run.npy');
    const bytes = await readFile(await download.path());
    const length = bytes.readUInt16LE(8);
    expect(bytes.subarray(10, 10 + length).toString('latin1')).toContain("'shape': (16, 80, 80)");
    expect(bytes.length).toBe(10 + length + 4 * 16 * 80 * 80);
    // The picture is as `qsim run --dump` writes it and as it can be uploaded: with its batch.
    await choose(0);
    await page.getByRole('button', { name: 'picture', exact: true }).click();
    const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download output as .npy' }).click()]);
    expect(picture.suggestedFilename()).toBe('image.npy');
    expect((await readFile(await picture.path())).subarray(10, 128).toString('latin1')).toContain("'shape': (1, 3, 160, 160)");
  });

  it('changes the method of a layer and saves the result as an experiment', async () => {
    await choose(8);
    await page.getByRole('tab', { name: 'Edit' }).click();
    await page.getByRole('group', { name: 'Output' }).getByLabel('Method').selectOption('kl');
    await screenshot(page, 'workbench-edit');
    await page.getByRole('button', { name: 'Apply' }).click();
    await until(async () => ((await simulation()).edits.some(({ kind }) => kind === 'quantize') ? true : undefined));
    await at(await layers());
    await page.getByRole('button', { name: /Changes/ }).click();
    await page.getByRole('list', { name: 'Changes' }).getByText(/quantize 8 activation method kl/).waitFor();
    await page.getByRole('textbox', { name: 'Save as a new experiment' }).fill('log2 with KL at 8');
    await screenshot(page, 'workbench-changes');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/“log2 with KL at 8” is saved/).waitFor();
    const saved = (await ask<Experiment[]>(page, 'GET', `/projects/${experiment.project}/experiments`)).find(({ name }) => name === 'log2 with KL at 8');
    expect(saved).toMatchObject({ parent: experiment.id, state: 'ready' });
    expect(saved?.edits.join()).toContain('method kl');
    await page.keyboard.press('Escape');
  });

  it('tells within a second that the engine was killed, and goes on where it stood', async () => {
    await page.keyboard.press('Home');
    await at(0);
    await page.keyboard.press('s');
    await at(1);
    const [engine] = server.engines();
    expect(engine).toBeDefined();
    const told = page.getByRole('alert').filter({ hasText: 'The engine ended' });
    // `s` is held: steps go one after the other, on and back, until the engine is dead.
    const asked: string[] = [];
    page.on('request', (request) => request.url().endsWith('/move') && asked.push(request.url()));
    let held = true;
    const hold = (async () => {
      for (let press = 0; held; ++press) await page.keyboard.press(press % 16 < 8 ? 's' : 'S');
    })();
    await until(async () => (asked.length > 3 ? true : undefined));
    // Not before a move is on its way.
    await page.waitForRequest((request) => request.url().endsWith('/move'));
    const shown = moment(page, '[role=alert]');
    const begin = Date.now();
    process.kill(engine ?? 0, 'SIGKILL');
    const time = (await shown) - begin;
    await told.waitFor();
    held = false;
    await hold;
    report(`killed after ${asked.length} moves were asked for`);
    report(`a killed engine is told after ${time} ms`);
    expect(time).toBeLessThan(1000);
    await screenshot(page, 'workbench-failed');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /Start again at layer/ }).click();
    await told.waitFor({ state: 'detached' });
    const { position, edits } = await simulation();
    expect(position).toBeGreaterThanOrEqual(1);
    expect(edits.some(({ kind }) => kind === 'quantize')).toBe(true);
    await page.keyboard.press('s');
    await at(position + 1);
  });

  it('is found again by its address, on another page too', async () => {
    await choose(5);
    await page.getByRole('tab', { name: 'Statistics' }).click();
    await page.waitForURL(/tab=statistics/);
    const { page: other } = { page: await page.context().newPage() };
    await other.goto(page.url());
    await other.locator('#layer-5[data-current]').waitFor();
    await other.getByRole('tab', { name: 'Statistics', selected: true }).waitFor();
    const { position } = await simulation();
    await page.bringToFront();
    await page.keyboard.press('s');
    await other.locator(`[data-testid=where][data-position="${position + 1}"]`).waitFor();
    await other.close();
  });

  it('is accessible with real data, and keeps to the policy of the server', async () => {
    await page.getByRole('button', { name: 'On to the end, over all stops' }).click();
    await at(await layers());
    await page.getByTestId('boxes').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});
