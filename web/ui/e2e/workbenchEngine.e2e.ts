// SPDX-License-Identifier: Apache-2.0
// What the page makes of an engine that stands still and of one that was parked: the real server and real engines.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment, Project, Simulation } from '../src/shared/api/types.ts';
import { hasBrowser, launch, moment, openPage, violations } from './browser.ts';
import { ask, hasServer, signIn, startServer, until, type RealServer } from './workbenchServer.ts';

const report = (text: string) => console.log(text);

describe.skipIf(!hasBrowser || !hasServer)('the workbench and its engine', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let problems: string[];
  let experiment: Experiment;
  let other: Experiment;
  let lastRequest = 0;

  beforeAll(async () => {
    // Room for one engine: a second simulation has the first one parked, as many hours would.
    [browser, server] = await Promise.all([launch(), startServer(['--max-simulations', '1'])]);
    ({ page, problems } = await openPage(browser));
    const seen = () => (lastRequest = Date.now());
    page.on('request', seen).on('requestfinished', seen).on('requestfailed', seen);
    await signIn(page, server);
    [experiment, other] = await until(async () => {
      const example = (await ask<Project[]>(page, 'GET', '/projects')).find((project) => project.example);
      if (!example) return undefined;
      const ready = (await ask<Experiment[]>(page, 'GET', `/projects/${example.id}/experiments`)).filter(({ state }) => state === 'ready');
      return ready[0] && ready[1] ? ([ready[0], ready[1]] as const) : undefined;
    }, 110_000);
    await page.goto(`${server.origin}/experiments/${experiment.id}/workbench`);
    await page.locator('[data-node]').first().waitFor();
    await page.keyboard.press('Home');
    await at(0);
    for (const position of [1, 2, 3]) {
      await page.keyboard.press('s');
      await at(position);
    }
    // A change that must outlive what follows.
    await page.keyboard.press('1');
    await page.locator('#layer-2[data-mode=float]').waitFor();
    await until(async () => ((await simulation()).edits.length === 1 ? true : undefined));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const simulation = async (of = experiment): Promise<Simulation> => {
    const found = (await ask<Simulation[]>(page, 'GET', '/simulations')).find((entry) => entry.experiment === of.id);
    if (!found) throw new Error('no simulation');
    return found;
  };
  const at = (position: number) => page.locator(`[data-testid=where][data-position="${position}"]:not([data-busy])`).waitFor();
  const parked = () => page.getByRole('status').filter({ hasText: 'The engine rests' });
  /** Nothing is fetched any more: a look that is on its way would wake what was parked. */
  const quiet = () => until(async () => (Date.now() - lastRequest > 1200 ? true : undefined));
  /** The other experiment gets the only engine. */
  const takeEngine = async () => {
    const { picture } = await simulation();
    await quiet();
    const opened = await ask<Simulation>(page, 'POST', `/experiments/${other.id}/simulations`, { picture });
    expect(opened.state).toBe('live');
    return opened;
  };

  it('tells within a second that the engine does not answer, and is well again when it does', async () => {
    const told = page.getByRole('alert').filter({ hasText: 'does not answer' });
    const times: number[] = [];
    // The machine may be busy with something else: the best of some counts.
    for (let turn = 0; turn < 3 || (turn < 8 && Math.min(...times) >= 1000); ++turn) {
      const [engine] = server.engines();
      if (engine === undefined) throw new Error('no engine');
      const shown = moment(page, '[role=alert]');
      const begin = Date.now();
      process.kill(engine, 'SIGSTOP');
      try {
        times.push((await shown) - begin);
        await told.waitFor();
        expect((await simulation()).state).toBe('unresponsive');
        await page.getByRole('button', { name: 'Wait', exact: true }).waitFor();
      } finally {
        process.kill(engine, 'SIGCONT');
      }
      const awake = Date.now();
      await told.waitFor({ state: 'detached' });
      report(`an engine that stands still is told after ${times.at(-1)} ms, that it is well again after ${Date.now() - awake} ms`);
      // The same process, where it stood.
      expect(server.engines()).toEqual([engine]);
      expect(await simulation()).toMatchObject({ state: 'live', position: 3 });
    }
    expect(Math.min(...times)).toBeLessThan(1000);
    await page.keyboard.press('s');
    await at(4);
    await page.getByRole('application', { name: 'FLOAT', exact: true }).locator('canvas[data-ready]').waitFor();
    await page.keyboard.press('Shift+S');
    await at(3);
  });

  it('says that the simulation is parked, and wakes it at the same layer', async () => {
    const before = await simulation();
    const second = await takeEngine();
    await parked().waitFor();
    expect(await violations(page)).toEqual([]);
    const asleep = await simulation();
    expect(asleep).toMatchObject({ state: 'parked', position: 3, modes: before.modes });
    expect(await page.getByTestId('where').getAttribute('data-position')).toBe('3');
    // A page that is only open does not wake it.
    await quiet();
    expect((await simulation()).state).toBe('parked');
    await page.getByRole('button', { name: 'Wake it now' }).click();
    await parked().waitFor({ state: 'detached' });
    await at(3);
    const { position, modes, edits, picture, state } = await simulation();
    expect({ position, modes, edits, picture, state }).toEqual({ position: before.position, modes: before.modes, edits: before.edits, picture: before.picture, state: 'live' });
    // The one engine is its own again.
    expect((await ask<Simulation>(page, 'GET', `/simulations/${second.id}`)).state).toBe('parked');
    await page.keyboard.press('s');
    await at(4);
    await page.getByRole('application', { name: 'FLOAT', exact: true }).locator('canvas[data-ready]').waitFor();
    await ask(page, 'DELETE', `/simulations/${second.id}`);
  });

  it('wakes it with the next step', async () => {
    const second = await takeEngine();
    await parked().waitFor();
    await page.keyboard.press('s');
    await at(5);
    await parked().waitFor({ state: 'detached' });
    expect(await simulation()).toMatchObject({ state: 'live', position: 5 });
    await ask(page, 'DELETE', `/simulations/${second.id}`);
    expect(problems).toEqual([]);
  });
});
