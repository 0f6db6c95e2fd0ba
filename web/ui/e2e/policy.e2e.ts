// SPDX-License-Identifier: Apache-2.0
// The policy of the real server over all that the pages can show, in both themes: nothing is refused, and what is not the pages' own would be.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment, ProjectFile, Job, Project } from '../src/shared/api/types.ts';
import { tabs } from '../src/features/workbench/state/selection.ts';
import { hasBrowser, launch, openPage, THEMES, type Theme } from './browser.ts';
import { ask, hasServer, signIn, startServer, until, type RealServer } from './workbenchServer.ts';

/** What the policy refuses, as the page itself is told. */
const refused = (page: Page) => page.evaluate(() => (window as unknown as { refused: string[] }).refused);

describe.skipIf(!hasBrowser || !hasServer)('the policy', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let problems: string[];
  let project: Project;
  let experiments: Experiment[];
  let picture: ProjectFile;
  let jobs: Job[];

  beforeAll(async () => {
    browser = await launch();
    server = await startServer();
    ({ page, problems } = await openPage(browser));
    await page.addInitScript(() => {
      const told: string[] = [];
      Object.assign(window, { refused: told });
      document.addEventListener('securitypolicyviolation', (event) => {
        told.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}:${event.columnNumber} ${event.sample}`);
      });
    });
    await signIn(page, server);
    project = await until(async () => (await ask<Project[]>(page, 'GET', '/projects')).find(({ example }) => example));
    await until(async () => {
      jobs = await ask<Job[]>(page, 'GET', `/projects/${project.id}/jobs`);
      return jobs.length === 9 && jobs.every(({ state }) => state === 'done') ? jobs : undefined;
    });
    experiments = await ask<Experiment[]>(page, 'GET', `/projects/${project.id}/experiments`);
    for (const kind of ['compare', 'cross']) await ask(page, 'POST', `/projects/${project.id}/jobs`, { kind, experiment: experiments[0]!.id, images: 'test', limit: 2 });
    await until(async () => {
      jobs = await ask<Job[]>(page, 'GET', `/projects/${project.id}/jobs`);
      return jobs.every(({ state }) => state === 'done') ? jobs : undefined;
    });
    picture = (await ask<ProjectFile[]>(page, 'GET', `/projects/${project.id}/files`)).find(({ path }) => path === 'test/test-0001.png')!;
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const show = async (theme: Theme, path: string, ready: Locator) => {
    problems.length = 0;
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(server.origin + path);
    await ready.first().waitFor();
  };
  const nothing = async () => {
    expect(await refused(page)).toEqual([]);
    expect(problems).toEqual([]);
  };
  /** Opens and closes it. */
  const look = async (button: Locator, opened: Locator) => {
    await button.first().click();
    await opened.first().waitFor();
    await page.keyboard.press('Escape');
    await opened.first().waitFor({ state: 'detached' });
  };
  /** A dialog behind an item of a menu. */
  const dialog = async (menu: string, item: string) => {
    await page.getByRole('button', { name: menu }).first().click();
    await page.getByRole('menuitem', { name: item }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  for (const theme of THEMES) {
    it(`lets the projects be (${theme})`, async () => {
      await show(theme, '/projects', page.getByRole('article').locator('svg'));
      // The library's own variables are in a <style> element: without it all would be unstyled.
      expect(await page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--mantine-color-body').trim())).not.toBe('');
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--mantine-color-error').trim())).not.toBe('');
      await look(page.getByRole('button', { name: 'New project' }), page.getByRole('dialog'));
      await look(page.getByRole('button', { name: 'Keyboard' }), page.getByRole('dialog'));
      for (const item of ['Rename…', 'Delete…']) await dialog(`Actions for ${project.name}`, item);
      await nothing();
    });

    it(`lets a project be (${theme})`, async () => {
      await show(theme, `/projects/${project.id}`, page.getByRole('row', { name: new RegExp(experiments[0]!.name) }));
      await look(page.getByRole('button', { name: 'New experiment' }), page.getByRole('dialog'));
      for (const item of ['Evaluate…', 'Compare layers…', 'Cross inference…', 'Files of the package…', 'Rename…']) await dialog(`Actions for ${experiments[0]!.name}`, item);
      for (const button of await page.getByRole('button', { name: /^Result of/ }).all()) await button.click();
      await nothing();
    });

    for (const kind of ['evaluate', 'compare', 'cross'] as const)
      it(`lets the result of ${kind} be (${theme})`, async () => {
        const { id } = jobs.find((job) => job.kind === kind)!;
        await show(theme, `/projects/${project.id}?job=${id}`, page.getByRole('button', { name: 'Close the result' }));
        await nothing();
      });

    it(`lets comparing be (${theme})`, async () => {
      const [a, b] = experiments;
      await show(theme, `/projects/${project.id}/compare?a=${a!.id}&b=${b!.id}&picture=${picture.id}&layer=2`, page.getByRole('heading', { name: 'What they say of the picture' }));
      await page.getByRole('table', { name: 'Noise by layer' }).waitFor();
      await page.locator('.uplot canvas').waitFor();
      await nothing();
    });

    it(`lets the workbench be with each tab of its inspector (${theme})`, async () => {
      const { id } = experiments[0]!;
      await show(theme, `/experiments/${id}/workbench?layer=4`, page.getByTestId('workbench'));
      await page.keyboard.press('Home');
      await page.getByTestId('where').and(page.locator('[data-position="0"]:not([data-busy])')).waitFor();
      await page.keyboard.press('End');
      await page.getByTestId('where').and(page.locator('[data-position="24"]:not([data-busy])')).waitFor();
      for (const tab of tabs) {
        await page.getByRole('tab', { name: new RegExp(`^${tab}$`, 'i') }).click();
        await page.getByRole('tabpanel').locator(tab === 'histogram' ? '.uplot canvas' : 'table, canvas, form, button').first().waitFor();
      }
      await look(page.getByRole('button', { name: /^Changes/ }), page.getByRole('textbox', { name: 'Save as a new experiment' }));
      await look(page.getByRole('button', { name: /^Stops/ }), page.getByLabel('Stop', { exact: true }));
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      const pictures = page.getByRole('combobox', { name: 'Picture' });
      await pictures.click();
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Escape');
      await nothing();
    });

    it(`lets the settings, a change of the theme and what is missing be (${theme})`, async () => {
      await show(theme, '/settings', page.getByText('Sign out'));
      for (const name of ['Light', 'Dark', 'As the system']) await page.getByText(name, { exact: true }).click();
      await nothing();
      await show(theme, '/nowhere', page.getByText('There is no such page'));
      await nothing();
    });
  }

  it('refuses styles that are not the page’s own', async () => {
    await show('light', '/settings', page.getByText('Sign out'));
    const seen = await page.evaluate(() => {
      const looks = () => getComputedStyle(document.querySelector('h1')!).letterSpacing;
      const before = looks();
      const style = document.createElement('style');
      style.textContent = 'h1 { letter-spacing: 40px !important; }';
      document.head.append(style);
      const box = document.createElement('div');
      document.body.append(box);
      box.innerHTML = '<p style="letter-spacing: 40px">injected</p>';
      return { before, after: looks(), attribute: getComputedStyle(box.firstElementChild!).letterSpacing, nonce: document.querySelector('meta[property="csp-nonce"]')?.getAttribute('nonce') };
    });
    expect(seen.after).toBe(seen.before);
    expect(seen.attribute).not.toBe('40px');
    // A selector [nonce^=a] must not read it.
    expect(seen.nonce).toBe('');
    expect((await refused(page)).map((line) => line.split(' ')[0]).sort()).toEqual(['style-src-attr', 'style-src-elem']);
  });

  it('lets signing in be', async () => {
    await page.context().clearCookies();
    for (const theme of THEMES) {
      await show(theme, '/sign-in', page.getByText('Look at the terminal'));
      await nothing();
    }
  });
});
