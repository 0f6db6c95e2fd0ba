// SPDX-License-Identifier: Apache-2.0
// Two experiments of the example on one picture, with real engines: a layer's output side by side, its speed, and what is left behind.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment, Project, ProjectFile, Simulation } from '../src/shared/api/types.ts';
import { hasBrowser, launch, openPage, THEMES, violations } from './browser.ts';
import { ask, hasServer, signIn, startServer, until, type RealServer } from './workbenchServer.ts';

describe.skipIf(!hasBrowser || !hasServer)('a layer of two experiments', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let problems: string[];
  let address: string;
  let example: Project;

  beforeAll(async () => {
    browser = await launch();
    server = await startServer();
    ({ page, problems } = await openPage(browser));
    await signIn(page, server);
    example = await until(async () => (await ask<Project[]>(page, 'GET', '/projects')).find((project) => project.example));
    // The example's own experiment is made when all of its files are there.
    await until(async () => (await ask<Experiment[]>(page, 'GET', `/projects/${example.id}/experiments`)).find(({ state }) => state === 'ready'));
    const files = await ask<ProjectFile[]>(page, 'GET', `/projects/${example.id}/files`);
    const [network, weights] = ['darknet-cfg', 'darknet-weights'].map((wanted) => files.find(({ kind }) => kind === wanted)!.id);
    await ask(page, 'POST', `/projects/${example.id}/experiments`, { name: 'kl', network, weights, calibration: 'calib', options: { method: 'kl' } });
    const ready = await until(async () => {
      const all = await ask<Experiment[]>(page, 'GET', `/projects/${example.id}/experiments`);
      const done = all.filter(({ state }) => state === 'ready');
      if (all.some(({ state }) => state === 'failed')) throw new Error(JSON.stringify(all));
      return done.length === all.length && done.some(({ name }) => name === 'kl') && done.length > 1 ? done : undefined;
    });
    const b = ready.find(({ name }) => name === 'kl')!;
    const a = ready.find(({ id }) => id !== b.id)!;
    const picture = files.find(({ path }) => path.startsWith('test/') && path.endsWith('.png'))!;
    address = `${server.origin}/projects/${example.id}/compare?a=${a.id}&b=${b.id}&picture=${picture.id}`;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const pane = (of = page) => of.getByRole('region', { name: /^Output of .* in both/ });
  const painted = (of = page) => pane(of).locator('canvas[data-ready]');
  const simulations = () => ask<Simulation[]>(page, 'GET', '/simulations');

  it('is shown by a link, with one cursor in three pictures', async () => {
    await page.goto(`${address}&layer=2`);
    await expect.poll(() => painted().count(), { timeout: 20_000 }).toBe(3);
    await pane().locator('.uplot canvas').waitFor();
    const [first, , less] = await pane().getByRole('application').all();
    const box = (await first!.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.27, box.y + box.height * 0.3);
    await expect.poll(() => less!.locator('span').count()).toBe(1);
    const told = (await pane().getByText(/^channel \d+, y/).locator('..').innerText()).replace(/\s+/g, ' ');
    const [a, b, difference] = [...told.matchAll(/(?:·.*?|A − B) (−?[\d.]+(?:e−?\d+)?)(?= =| |$)/g)].map(([, value]) => Number(value!.replace('−', '-').replace('−', '-')));
    expect(difference).toBeCloseTo(a! - b!, 3);
    expect(told).toContain('at scale');
  });

  it('paints another layer within 300 ms of its key', async () => {
    const times: number[] = [];
    for (let turn = 0; turn < 6; ++turn) {
      await page.waitForTimeout(200);
      times.push(
        await page.evaluate(async () => {
          const region = () => [...document.querySelectorAll('section')].find((entry) => /^Output of/.test(entry.querySelector('h2')?.textContent ?? ''));
          const title = region()?.querySelector('h2')?.textContent;
          const from = performance.now();
          window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
          for (;;) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
            const now = region();
            if (now?.querySelector('h2')?.textContent !== title && now?.querySelectorAll('canvas[data-ready]').length === 3) return performance.now() - from;
            if (performance.now() - from > 5000) return Infinity;
          }
        }),
      );
    }
    console.log(`layer after j: ${times.map((time) => time.toFixed(0)).join(' ')} ms`);
    // Other work on the machine only adds.
    expect(Math.min(...times)).toBeLessThan(300);
  });

  it('has its numbers as a table by a key, and one channel at a click', async () => {
    await page.goto(`${address}&layer=2`);
    await expect.poll(() => painted().count(), { timeout: 20_000 }).toBe(3);
    await pane().getByRole('application').first().click({ position: { x: 5, y: 5 } });
    await expect.poll(() => page.url()).toContain('channel=0');
    await pane().getByText(/^channel 0 of/).waitFor();
    await page.goBack();
    await pane().getByText(/^channels 0–/).waitFor();
    await pane().getByRole('application').first().focus();
    await page.keyboard.press('t');
    await pane().getByRole('columnheader', { name: 'A − B' }).waitFor();
    await page.keyboard.press('t');
  });

  for (const theme of THEMES)
    it(`is accessible and goes by the keyboard (${theme})`, async () => {
      await page.emulateMedia({ colorScheme: theme });
      await page.evaluate((wanted) => localStorage.setItem('qsim-theme', wanted), theme);
      await page.goto(`${address}&layer=2`);
      await expect.poll(() => painted().count(), { timeout: 20_000 }).toBe(3);
      await pane().locator('.uplot canvas').waitFor();
      await page.getByRole('table', { name: /^Boxes of B/ }).waitFor();
      expect(await violations(page)).toEqual([]);
      if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/compare-layer-${theme}.png` });
      if (process.env['SHOTS']) await pane().screenshot({ path: `${process.env['SHOTS']}/compare-layer-pane-${theme}.png` });
    });

  it('runs the picture again by itself where the server has deleted a simulation that was quiet for long', async () => {
    const opened: string[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'POST' && response.url().endsWith('/simulations')) void response.json().then(({ id }: Simulation) => opened.push(id));
    });
    await page.goto(`${address}&layer=2`);
    await expect.poll(() => painted().count(), { timeout: 20_000 }).toBe(3);
    await expect.poll(() => opened.length).toBe(2);
    for (const id of opened) await ask(page, 'DELETE', `/simulations/${id}`);
    await page.keyboard.press('j');
    await expect.poll(() => opened.length, { timeout: 20_000 }).toBe(4);
    await expect.poll(() => painted().count(), { timeout: 20_000 }).toBe(3);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('leaves no simulation behind: neither another page, nor a tab that is closed', async () => {
    expect(server.engines()).toHaveLength(2);
    // They are nobody's open work.
    expect(await simulations()).toEqual([]);
    await page.getByRole('button', { name: /Swap/ }).click();
    await expect.poll(() => painted().count()).toBe(3);
    expect(server.engines()).toHaveLength(2);
    await page.getByRole('link', { name: 'Projects' }).first().click();
    await expect.poll(() => server.engines().length).toBe(0);
    const tab = await page.context().newPage();
    await tab.goto(`${address}&layer=2`);
    await expect.poll(() => painted(tab).count(), { timeout: 20_000 }).toBe(3);
    await tab.close({ runBeforeUnload: true });
    await expect.poll(() => server.engines().length).toBe(0);
    expect(problems).toEqual([]);
  });
});
