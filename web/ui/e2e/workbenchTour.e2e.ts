// SPDX-License-Identifier: Apache-2.0
// The six steps of a first visit, on the example project with a real engine: each ticks itself because it really happened.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answers, Experiment, Project, Simulation } from '../src/shared/api/types.ts';
import { hasBrowser, launch, openPage, screenshot, violations } from './browser.ts';
import { ask, hasServer, startServer, until, type RealServer } from './workbenchServer.ts';

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
    await page.goto(server.signInAt);
    await page.waitForURL('**/projects');
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
    await screenshot(page, 'workbench-tour-lost');
  });

  it('leads to the layer in the timeline, and to its histogram', async () => {
    await show();
    await ticked(3);
    await page.locator(`#layer-${told.layer}[data-current]`).waitFor();
    await show();
    await ticked(4);
    await page.locator('.uplot canvas').waitFor();
    await screenshot(page, 'workbench-tour-histogram');
  });

  it('changes the method: the box is back', async () => {
    await show();
    await ticked(5);
    expect((await simulation()).edits.at(-1)?.text).toContain(`method ${told.method}`);
    await page.getByText(`${told.class} is lost`).waitFor({ state: 'detached' });
    await screenshot(page, 'workbench-tour-mended');
  });

  it('is saved as an experiment, and over', async () => {
    await page.getByRole('button', { name: /Changes/ }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await ticked(6);
    await page.getByText('That was the tour').waitFor();
    expect(await violations(page)).toEqual([]);
    const list = await ask<Experiment[]>(page, 'GET', `/projects/${experiment.project}/experiments`);
    expect(list.some(({ parent, state }) => parent === experiment.id && state === 'ready')).toBe(true);
  });
});
