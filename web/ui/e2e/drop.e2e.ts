// SPDX-License-Identifier: Apache-2.0
// Files and folders that are dragged over the page of a project, as the browser's own events have them.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project, ProjectFile } from '../src/shared/api/types.ts';
import { hasBrowser, launch, openPage } from './browser.ts';
import { makePictures, SCENES } from './server.ts';
import { ask, hasServer, NO_EXAMPLE, signIn, startServer, type RealServer } from './workbenchServer.ts';

describe.skipIf(!hasBrowser || !hasServer)('what is dragged over the page of a project', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let problems: string[];
  let project: Project;
  let pictures: string;
  let devtools: CDPSession;

  beforeAll(async () => {
    [browser, server, pictures] = await Promise.all([launch(), startServer([], NO_EXAMPLE), makePictures()]);
    ({ page, problems } = await openPage(browser));
    await signIn(page, server);
    project = await ask<Project>(page, 'POST', '/projects', { name: 'dropped' });
    await page.goto(`${server.origin}/projects/${project.id}`);
    await page.getByText('No files yet').waitFor();
    devtools = await page.context().newCDPSession(page);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    if (pictures) await rm(pictures, { recursive: true, force: true });
  });

  /** As a file manager's drag, at the middle of an element. */
  const drag = async (type: 'dragEnter' | 'dragOver' | 'drop', selector: string, files: readonly string[]) => {
    const box = await page.locator(selector).first().boundingBox();
    if (!box) throw new Error(`no ${selector}`);
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    await devtools.send('Input.dispatchDragEvent', { type, x: box.x + box.width / 2, y: box.y + box.height / 2, data });
  };
  const zone = '[data-testid=drop]';
  const paths = async () => (await ask<ProjectFile[]>(page, 'GET', `/projects/${project.id}/files`)).map(({ path }) => path).sort();
  const overlay = () => page.getByText('Drop files and folders here');

  it('is offered a place, which goes with it', async () => {
    const files = [join(SCENES, 'scenes.cfg')];
    await drag('dragEnter', zone, files);
    await drag('dragOver', zone, files);
    await overlay().waitFor();
    await drag('dragOver', 'header', files);
    await overlay().waitFor({ state: 'detached' });
    expect(await paths()).toEqual([]);
  });

  it('is sent: files, and folders with the paths in them', async () => {
    // Eight pictures with labels, and their list.
    const files = [join(SCENES, 'scenes.cfg'), join(SCENES, 'scenes.names'), join(pictures, 'calib')];
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drag(type, zone, files);
    await page.getByText(/19 sent, 0 failed/).waitFor();
    await overlay().waitFor({ state: 'detached' });
    const sent = await paths();
    expect(sent.slice(-2)).toEqual(['scenes.cfg', 'scenes.names']);
    expect(sent.filter((path) => /^calib\/calib-\d{4}\.png$/.test(path))).toHaveLength(8);
    expect(sent).toHaveLength(19);
  });

  it('does not take the page away where it is dropped beside', async () => {
    const before = page.url();
    const files = [join(SCENES, 'scenes.names')];
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drag(type, 'header', files);
    await page.waitForTimeout(500);
    expect(page.url()).toBe(before);
    await page.getByRole('heading', { level: 1, name: 'dropped' }).waitFor();
    expect(page.context().pages()).toHaveLength(1);
    expect(problems).toEqual([]);
  });
});
