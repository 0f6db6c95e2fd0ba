// SPDX-License-Identifier: Apache-2.0
// Pictures that the engine refuses, and two pages on one simulation, with a real engine: list, address and server agree.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npyHeader } from '../src/features/workbench/inspector/npy.ts';
import type { Experiment, Project, ProjectFile, Simulation } from '../src/shared/api/types.ts';
import { hasBrowser, launch, openPage, violations } from './browser.ts';
import { ask, hasServer, signIn, startServer, until, upload, type RealServer } from './workbenchServer.ts';

describe.skipIf(!hasBrowser || !hasServer)('a picture that the engine refuses', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let problems: string[];
  let project: Project;
  let experiment: Experiment;
  let pictures: ProjectFile[];

  beforeAll(async () => {
    browser = await launch();
    server = await startServer();
    ({ page, problems } = await openPage(browser));
    await signIn(page, server);
    project = await until(async () => (await ask<Project[]>(page, 'GET', '/projects')).find(({ example }) => example));
    // The one that the guide is not about: its first picture is the first of the files.
    experiment = await until(async () => (await ask<Experiment[]>(page, 'GET', `/projects/${project.id}/experiments`)).find(({ name, state }) => name === 'log2' && state === 'ready'));
    pictures = (await ask<ProjectFile[]>(page, 'GET', `/projects/${project.id}/files`)).filter(({ path }) => path.startsWith('test/') && path.endsWith('.png'));
    const whole = await page.evaluate(async (id) => [...new Uint8Array(await (await fetch(`/api/v1/files/${id}/content`)).arrayBuffer())], pictures[0]!.id);
    await upload(page, project.id, 'a/cut.png', Buffer.from(whole.slice(0, whole.length / 2)));
    const values = Buffer.alloc(4 * 3 * 8 * 8);
    await upload(page, project.id, 'a/shape.npy', Buffer.concat([npyHeader('f32', [1, 3, 8, 8]), values]));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const simulations = () => ask<Simulation[]>(page, 'GET', '/simulations');
  const pathOf = async (id: string | undefined) => (await ask<ProjectFile[]>(page, 'GET', `/projects/${project.id}/files`)).find((file) => file.id === id)?.path;
  const box = (of: Page) => of.getByLabel('Picture').first();
  const choose = async (of: Page, path: string) => {
    await box(of).click();
    await box(of).fill(path);
    await of.getByRole('option', { name: path }).first().click();
  };
  /** What the list, the address and the server say. */
  const agree = async (of: Page, path: string) => {
    await expect.poll(() => box(of).inputValue()).toBe(path);
    await expect.poll(async () => pathOf((await simulations())[0]?.picture)).toBe(path);
    await expect.poll(async () => pathOf(new URL(of.url()).searchParams.get('picture') ?? '')).toBe(path);
  };

  it('is passed over at the start, with a note', async () => {
    await page.goto(`${server.origin}/experiments/${experiment.id}/workbench`);
    await page.getByTestId('workbench').waitFor();
    const note = page.getByRole('alert').filter({ hasText: 'cannot be opened' });
    expect(await note.innerText()).toMatch(/^a\/cut\.png cannot be opened: cannot decode the PNG picture: the file ends too early \(The simulation is on \S+\.png\.\)/);
    expect(await violations(page)).toEqual([]);
    const now = await pathOf((await simulations())[0]?.picture);
    await agree(page, now ?? '');
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/picture-refused.png` });
  });

  it.each(['a/cut.png', 'a/shape.npy', 'a/cut.png'])('%s leaves list and address where the simulation is', async (path) => {
    const before = await pathOf((await simulations())[0]?.picture);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await choose(page, path);
    await page.getByText(`${path} cannot be opened:`).waitFor();
    await agree(page, before ?? '');
  });

  it('does not hide a simulation that lives', async () => {
    const cut = (await ask<ProjectFile[]>(page, 'GET', `/projects/${project.id}/files`)).find(({ path }) => path === 'a/cut.png')!;
    const [before] = await simulations();
    await page.goto(`${server.origin}/experiments/${experiment.id}/workbench?picture=${cut.id}`);
    await page.getByTestId('workbench').waitFor();
    await page.getByText('a/cut.png cannot be opened:').waitFor();
    await agree(page, (await pathOf(before?.picture)) ?? '');
    expect((await simulations()).map(({ id }) => id)).toEqual([before?.id]);
  });

  it('a choice of one page is taken over by the other, which can choose again', async () => {
    const [first, second] = [pictures[0]!.path, pictures[1]!.path];
    const other = await page.context().newPage();
    await choose(page, first);
    await agree(page, first);
    await other.goto(page.url());
    await other.getByTestId('workbench').waitFor();
    await choose(other, second);
    await agree(other, second);
    await agree(page, second);
    await choose(page, first);
    await agree(page, first);
    await agree(other, first);
    await other.close();
    expect(problems).toEqual([]);
  });
});
