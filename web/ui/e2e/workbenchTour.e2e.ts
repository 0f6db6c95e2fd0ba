// SPDX-License-Identifier: Apache-2.0
// The six steps of a first visit, on the example project with a real engine: each ticks itself because it really happened.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answers, Experiment, Job, LayerError, Project, Simulation } from '../src/shared/api/types.ts';
import { hasBrowser, launch, openPage, screenshot, violations } from './browser.ts';
import { ask, hasServer, signIn, startServer, until, type RealServer } from './workbenchServer.ts';

interface Guide {
  experiment: string;
  picture: string;
  layer: number;
  method: string;
  class: string;
}

describe.skipIf(!hasBrowser || !hasServer)('the tour', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let experiment: Experiment;
  let told: Guide;

  beforeAll(async () => {
    browser = await launch();
    server = await startServer();
    ({ page } = await openPage(browser));
    await signIn(page, server);
    told = await ask(page, 'GET', '/guide');
    experiment = await until(async () => {
      const example = (await ask<Project[]>(page, 'GET', '/projects')).find((project) => project.example);
      if (!example) return undefined;
      const list = await ask<Experiment[]>(page, 'GET', `/projects/${example.id}/experiments`);
      return list.find(({ name, state }) => name === told.experiment && state === 'ready');
    });
    await page.goto(`${server.origin}/experiments/${experiment.id}/workbench`);
    await page.getByTestId('workbench').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const simulation = async (): Promise<Simulation> => {
    const [found] = await ask<Simulation[]>(page, 'GET', '/simulations');
    if (!found) throw new Error('no simulation');
    return found;
  };
  const boxes = async () => {
    const { run, float } = await ask<Answers>(page, 'GET', `/simulations/${(await simulation()).id}/answer`);
    return { run: run.boxes.length, float: float.boxes.length };
  };
  const ticked = (count: number) => page.getByRole('list', { name: `${count} of 6 steps done` }).waitFor();
  const show = () => page.getByRole('button', { name: 'Do it for me' }).click();

  it('runs FLOAT on the picture of the guide: its boxes', async () => {
    expect(await page.getByRole('combobox', { name: 'Picture' }).inputValue()).toBe(told.picture);
    await ticked(0);
    await show();
    await ticked(1);
    const found = await boxes();
    expect(found.run).toBe(found.float);
    expect(found.float).toBeGreaterThan(0);
  });

  it('runs INT: a box vanishes', async () => {
    await show();
    await ticked(2);
    await page.getByText(`${told.class} is lost`).waitFor();
    expect((await simulation()).edits).toEqual([]);
    await screenshot(page, 'workbench-tour-lost');
  });

  it('leads to the layer in the timeline, and to its histogram', async () => {
    await show();
    await ticked(3);
    // The story is that no dot is higher than this one.
    const errors = await ask<LayerError[]>(page, 'GET', `/simulations/${(await simulation()).id}/errors?isolated=true`);
    const own = errors.map(({ isolatedSqnr }) => isolatedSqnr ?? Infinity);
    console.log(`own noise by layer: ${own.map((sqnr) => sqnr.toFixed(1)).join(' ')}; saturation ${errors.map(({ saturation }) => (100 * saturation).toFixed(2)).join(' ')} %`);
    expect(own.indexOf(Math.min(...own))).toBe(told.layer);
    await page.locator(`#layer-${told.layer}[data-current]`).waitFor();
    await show();
    await ticked(4);
    await page.locator('.uplot canvas').waitFor();
    await screenshot(page, 'workbench-tour-histogram');
  });

  it('changes the method: the box is back', async () => {
    await show();
    await ticked(5);
    const { edits } = await simulation();
    expect(edits).toHaveLength(1);
    expect(edits[0]?.text).toContain(`method ${told.method}`);
    console.log((await page.getByRole('complementary', { name: 'Guided tour' }).textContent()) ?? '');
    console.log((await page.getByRole('region', { name: 'Result' }).innerText()).replace(/\s+/g, ' '));
    await page.getByText(`${told.class} is lost`).waitFor({ state: 'detached' });
    await screenshot(page, 'workbench-tour-mended');
  });

  it('is saved as an experiment, and over', async () => {
    await show();
    await ticked(6);
    await page.getByText('That was the tour').waitFor();
    expect(await violations(page)).toEqual([]);
    const list = await ask<Experiment[]>(page, 'GET', `/projects/${experiment.project}/experiments`);
    expect(list.some(({ parent, state }) => parent === experiment.id && state === 'ready')).toBe(true);
  });

  it('has what was saved evaluated, and leads to the table', async () => {
    await page.getByRole('button', { name: /^Evaluate/ }).click();
    await page.getByText('It is being evaluated').waitFor();
    const done = await until(async () => {
      const jobs = await ask<Job[]>(page, 'GET', `/projects/${experiment.project}/jobs`);
      return jobs.find(({ kind, state }) => kind === 'evaluate' && (state === 'done' || state === 'failed'));
    });
    expect(done.state).toBe('done');
    await page.getByRole('link', { name: 'To the project’s table' }).click();
    await page.waitForURL(`**/projects/${experiment.project}*`);
  });
});
