// SPDX-License-Identifier: Apache-2.0
// Values written over a picture's tensors, with a real engine: said to be left out of what is saved, and not lost unasked.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment, Project, ProjectFile, Simulation } from '../src/shared/api/types.ts';
import { hasBrowser, launch, openPage, violations } from './browser.ts';
import { ask, hasServer, signIn, startServer, until, type RealServer } from './workbenchServer.ts';

describe.skipIf(!hasBrowser || !hasServer)('values of a picture', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let problems: string[];
  let experiment: Experiment;
  let pictures: ProjectFile[];

  beforeAll(async () => {
    browser = await launch();
    server = await startServer();
    ({ page, problems } = await openPage(browser));
    await signIn(page, server);
    const example = await until(async () => (await ask<Project[]>(page, 'GET', '/projects')).find((project) => project.example));
    experiment = await until(async () => (await ask<Experiment[]>(page, 'GET', `/projects/${example.id}/experiments`)).find(({ state }) => state === 'ready'));
    pictures = (await ask<ProjectFile[]>(page, 'GET', `/projects/${example.id}/files`)).filter(({ path }) => path.startsWith('test/') && path.endsWith('.png'));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const simulation = async () => (await ask<Simulation[]>(page, 'GET', '/simulations'))[0]!;
  const workbench = (picture: ProjectFile) => `${server.origin}/experiments/${experiment.id}/workbench?picture=${picture.id}`;

  it('are said to be left out where one saves, beside what is saved', async () => {
    await page.goto(workbench(pictures[0]!));
    await page.getByTestId('workbench').waitFor();
    const { id } = await simulation();
    await ask(page, 'POST', `/simulations/${id}/move`, { kind: 'continue' });
    await ask(page, 'POST', `/simulations/${id}/edits`, { kind: 'values', layer: 2, tensor: 'output', index: 7, values: [1] });
    await ask(page, 'POST', `/simulations/${id}/edits`, { kind: 'values', layer: 2, tensor: 'biases', index: 0, values: [0.5] });
    await page.getByRole('button', { name: /Changes 2/ }).click();
    const left = page.getByRole('list', { name: 'Changes that are not saved' });
    expect(await left.innerText()).toMatch(/^set 2 conv_2 output\[7\] 1$/);
    // The answer of before the changes is dim until the new one is there.
    await page.locator('[data-old]').waitFor({ state: 'detached' });
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/left-out.png` });
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('are asked for before a link with another picture takes them along', async () => {
    await page.goto(workbench(pictures[1]!));
    const dialog = page.getByRole('dialog', { name: `Change to ${pictures[1]!.path}?` });
    await dialog.waitFor();
    expect(await violations(page)).toEqual([]);
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/loses.png` });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.url()).toContain(pictures[0]!.id);
    expect(await simulation()).toMatchObject({ picture: pictures[0]!.id, edits: [{ ofPicture: true }, { kind: 'values' }] });
  });

  it('go where one agrees, and those of the network stay', async () => {
    await page.goto(workbench(pictures[1]!));
    await page.getByRole('button', { name: 'Change, and lose 1 change' }).click();
    await expect.poll(async () => (await simulation()).picture).toBe(pictures[1]!.id);
    const { edits } = await simulation();
    expect(edits.map(({ text }) => text)).toEqual(['set 2 conv_2 biases[0] 0.5']);
    expect(problems).toEqual([]);
  });
});
