// SPDX-License-Identifier: Apache-2.0
// The workbench in a browser over the fake server: accessible in both themes, and fast with graphs of real sizes.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeServer, ids } from '../src/features/workbench/testing/fakeServer.ts';
import { chain, denseLike, denseSkips } from '../src/features/workbench/testing/network.ts';
import type { Graph } from '../src/features/workbench/types.ts';
import { hasBrowser, launch, openPage, THEMES, violations, type Theme } from './browser.ts';
import { ORIGIN } from './fakePage.ts';
import { pan } from './frames.ts';
import { serveWorkbench } from './workbenchFake.ts';

const report = (text: string) => console.log(text);

describe.skipIf(!hasBrowser)('the workbench', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function open(server: FakeServer, search = '', theme: Theme = 'light', language = 'en') {
    const opened = await openPage(browser, theme, language);
    await serveWorkbench(opened.page, server);
    await opened.page.goto(`${ORIGIN}/experiments/${ids.experiment}/workbench${search}`);
    await opened.page.getByTestId('workbench').waitFor();
    return opened;
  }
  const shot = async (page: Page, name: string) => {
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}.png` });
  };

  // Korean once: axe compares names with what is seen.
  for (const [theme, language] of [...THEMES.map((each) => [each, 'en'] as const), ['light', 'ko'] as const])
    for (const tab of ['pictures', 'histogram', 'statistics', 'weights', 'edit', 'export'])
      it(`${tab} (${theme}, ${language}) is accessible and keeps to the policy`, async () => {
        const server = new FakeServer();
        server.example = true;
        const { page, problems } = await open(server, `?layer=3&tab=${tab}`, theme, language);
        await page.keyboard.press('c');
        await page.getByTestId('boxes').waitFor();
        await page.locator('[data-layer="5"]').waitFor();
        await page.getByRole('tabpanel').locator(tab === 'histogram' ? '.uplot canvas' : 'table, canvas, form').first().waitFor();
        expect(await page.locator('h1').count()).toBe(1);
        await shot(page, `${tab}-${theme}-${language}`);
        expect(await violations(page)).toEqual([]);
        expect(problems).toEqual([]);
        await page.context().close();
      });

  it('speaks Korean', async () => {
    const { page } = await open(new FakeServer(), '', 'light', 'ko');
    await page.getByRole('tab', { name: '히스토그램' }).waitFor();
    await shot(page, 'korean');
    await page.context().close();
  });

  it('a press on the timeline that is released outside leaves no drag behind', async () => {
    const { page, problems } = await open(new FakeServer(), '?layer=3');
    const timeline = page.getByRole('slider', { name: 'Timeline' });
    const box = await timeline.boundingBox();
    if (!box) throw new Error('no timeline');
    await page.mouse.move(box.x + 0.3 * box.width, box.y + 3);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.3 * box.width, box.y - 60, { steps: 3 });
    await page.mouse.up();
    await page.mouse.move(box.x + 0.4 * box.width, box.y + 20);
    await page.mouse.move(box.x + 0.9 * box.width, box.y + 20, { steps: 5 });
    expect(await timeline.locator('[data-marked]').count()).toBe(0);
    await page.waitForTimeout(100);
    expect(await page.getByRole('toolbar', { name: 'Marked layers' }).count()).toBe(0);
    // Nor has the run gone anywhere.
    expect(await page.getByTestId('where').getAttribute('data-position')).toBe('0');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['en', /Changes/, /Stops/, 'Breakpoints and watchpoints'],
    ['ko', /^변경/, /^정지점( \d+)?$/, '중단점과 감시점'],
  ] as const)('menus are accessible (%s)', async (language, changes, stops, list) => {
    const { page } = await open(new FakeServer(), '?layer=3', 'light', language);
    await page.keyboard.press('b');
    await page.keyboard.press('1');
    await page.getByRole('button', { name: changes }).click();
    await page.getByText('mode 3 float').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: stops }).click();
    await page.getByRole('list', { name: list }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it('folds blocks, and a lasso gives what it holds a mode', async () => {
    const server = new FakeServer();
    const { page } = await open(server);
    await page.locator('[data-layer="5"]').waitFor();
    await page.getByText('Blocks', { exact: true }).click();
    await page.locator('[data-layer="2"]').getByText('2–4', { exact: true }).waitFor();
    expect(await page.locator('[data-node]').count()).toBe(4);
    await page.locator('[data-layer="2"]').dblclick();
    await page.locator('[data-layer="3"]').waitFor();
    await page.getByText('Layers', { exact: true }).first().click();
    await page.getByRole('button', { name: 'Fit' }).click();
    const first = await page.locator('[data-layer="2"]').boundingBox();
    const last = await page.locator('[data-layer="3"]').boundingBox();
    if (!first || !last) throw new Error('no nodes');
    await page.keyboard.down('Shift');
    await page.mouse.move(first.x - 20, first.y - 6);
    await page.mouse.down();
    await page.mouse.move(last.x + last.width + 20, last.y + last.height + 6, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.getByText('2 marked, 2 to 3:').waitFor();
    await shot(page, 'lasso');
    await page.getByRole('toolbar', { name: 'Marked layers' }).getByRole('button', { name: /HYBRID/ }).click();
    await page.locator('[data-layer="3"][data-mode=hybrid]').waitFor();
    expect(server.simulation?.modes).toEqual(['int', 'int', 'hybrid', 'hybrid', 'int', 'float']);
    await page.context().close();
  });

  it('leaves the graph its room in a small window', async () => {
    const { page } = await open(new FakeServer());
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.reload();
    await page.locator('[data-layer="5"]').waitFor();
    await shot(page, 'small');
    const graph = page.getByRole('region', { name: 'Graph', exact: true });
    const whole = await graph.boundingBox();
    const drawing = await page.getByRole('application', { name: /Graph/ }).boundingBox();
    if (!whole || !drawing) throw new Error('no graph');
    report(`1024x700: the graph has ${drawing.width} x ${drawing.height} of ${whole.width} x ${whole.height}`);
    expect(drawing.width).toBeGreaterThan(400);
    // A row of tools and a row of legend.
    expect(whole.height - drawing.height).toBeLessThan(90);
    const fit = await page.getByRole('button', { name: 'Zoom in' }).boundingBox();
    expect((fit?.x ?? Infinity) + (fit?.width ?? 0)).toBeLessThanOrEqual(whole.x + whole.width);
    await page.context().close();
  });

  it('keeps the widths of its panes', async () => {
    const { page } = await open(new FakeServer());
    const border = page.getByRole('separator', { name: 'Resize Inspector' });
    await border.focus();
    for (let press = 0; press < 4; ++press) await page.keyboard.press('ArrowLeft');
    expect(await border.getAttribute('aria-valuenow')).toBe(String(480 + 4 * 16));
    await page.reload();
    await border.waitFor();
    expect(await border.getAttribute('aria-valuenow')).toBe(String(480 + 4 * 16));
    await page.context().close();
  });

  const graphs: { name: string; graph: Graph; first: number }[] = [
    { name: '305 nodes, as densenet201', graph: denseLike(), first: 6000 },
    { name: '700 nodes with dense skips', graph: denseSkips(), first: 20000 },
    { name: '2500 nodes in rows', graph: chain(2500), first: 20000 },
  ];
  it.each(graphs)('a graph of $name is drawn, panned and chosen without a freeze', async ({ name, graph, first }) => {
    const { page, problems } = await open(new FakeServer(graph));
    const begin = Date.now();
    await page.locator('[data-node]').first().waitFor({ timeout: first });
    const drawn = Date.now() - begin;
    const { fps, worst } = await pan(page);
    await page.keyboard.press('j');
    const click = await page.evaluate(async () => {
      const from = performance.now();
      document.querySelector<HTMLElement>('#layer-5')?.click();
      while (!document.querySelector('#layer-5[data-current]')) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - from;
    });
    report(`${name}: drawn ${drawn} ms after the page, pan ${fps.toFixed(0)} fps, longest frame ${worst.toFixed(0)} ms, a click ${click.toFixed(0)} ms`);
    await shot(page, `graph-${graph.layers.length}`);
    // 60 less what the measurement itself costs.
    expect(fps).toBeGreaterThan(55);
    expect(worst).toBeLessThan(250);
    expect(click).toBeLessThan(300);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('the layout does not block the page, and can be given up', async () => {
    const { page } = await openPage(browser);
    await serveWorkbench(page, new FakeServer(denseSkips()));
    // A worker that never comes to an end.
    await page.route('**/layout.worker*', () => undefined);
    await page.goto(`${ORIGIN}/experiments/${ids.experiment}/workbench`);
    const wait = page.getByRole('button', { name: 'Draw plain rows instead' });
    await wait.waitFor();
    // While the worker works the keys answer.
    await page.keyboard.press('j');
    await page.locator('#layer-1[data-current]').waitFor({ timeout: 1000 });
    await wait.click();
    await page.locator('[data-node]').first().waitFor({ timeout: 3000 });
    await page.context().close();
  });
});
