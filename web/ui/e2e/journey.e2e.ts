// SPDX-License-Identifier: Apache-2.0
// The way of a first visit, through a real server: sign in, project, upload, compile, evaluate, blame, compare.
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser, launch, openPage, screenshot, violations } from './browser.ts';
import { hasServer, makePictures, SCENES, Server } from './server.ts';

/** Drops files on `target` as a file manager does. */
async function drop(page: Page, target: Locator, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(paths.map(async (path) => ({ name: basename(path), base64: (await readFile(path)).toString('base64') })));
  const transfer = await page.evaluateHandle((list) => {
    const made = new DataTransfer();
    for (const { name, base64 } of list) made.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    return made;
  }, files);
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer });
}

describe.skipIf(!hasBrowser || !hasServer)('a first visit', () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  let problems: string[];
  let pictures: string;

  beforeAll(async () => {
    [browser, server, pictures] = await Promise.all([launch(), Server.create(), makePictures()]);
    ({ page, problems } = await openPage(browser));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.destroy();
    if (pictures) await rm(pictures, { recursive: true, force: true });
  });

  // Each step stands on the one before: after a failure the rest would only wait.
  let broken = false;
  beforeEach(({ skip }) => skip(broken, 'an earlier step failed'));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || broken) return;
    broken = true;
    await page.screenshot({ path: join(tmpdir(), 'qsim-e2e-failure.png') });
  });

  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
  const jobs = () => page.getByRole('complementary', { name: 'Jobs' });
  /** An action of an experiment's menu. */
  const choose = async (experiment: string, action: string) => {
    await page.getByRole('button', { name: `Actions for ${experiment}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };

  it('is refused without the link', async () => {
    await page.goto(`${server.origin}/projects`);
    await page.getByText('Look at the terminal').waitFor();
    expect(page.url()).toContain('/sign-in');
  });

  it('signs in with the link, which leaves no token behind', async () => {
    await page.goto(server.link);
    await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
    expect(page.url()).toBe(`${server.origin}/projects`);
  });

  it('makes a project', async () => {
    await page.getByRole('button', { name: 'New project' }).first().click();
    await page.getByLabel('Name').fill('Street scenes');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Street scenes' }).waitFor();
    await page.getByText('No files yet').waitFor();
  });

  it('uploads a network by drag and drop, and folders of pictures', async () => {
    await drop(page, page.getByTestId('drop'), ['scenes.cfg', 'scenes.weights', 'scenes.names'].map((name) => join(SCENES, name)));
    await page.getByText('3 sent, 0 failed').waitFor();
    for (const name of ['scenes.cfg', 'scenes.weights', 'scenes.names']) await page.getByRole('button', { name: new RegExp(name) }).waitFor();
    await page.getByTestId('folder-input').setInputFiles(join(pictures, 'calib'));
    await page.getByRole('button', { name: /calib\/ 8 pictures/ }).waitFor();
    await page.getByTestId('folder-input').setInputFiles(join(pictures, 'test'));
    await page.getByRole('button', { name: /test\/ 16 pictures/ }).waitFor();
    await page.getByText(/sent, 0 failed/).waitFor();
  });

  it('refuses what qsim cannot read, and says so', async () => {
    await page.getByTestId('files-input').setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 nothing') });
    await page.getByText(/, 1 failed/).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
  });

  it('compiles the proposed recipe', async () => {
    await page.getByRole('button', { name: 'New experiment' }).first().click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel(/^Name/).inputValue()).toBe('scenes mse asymmetric');
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'new-experiment');
    await dialog.getByRole('button', { name: 'Compile' }).click();
    await row('scenes mse asymmetric').getByText('ready').waitFor();
  });

  it('compiles powers of two', async () => {
    await page.getByRole('button', { name: 'New experiment' }).first().click();
    await page.getByText('Powers of two', { exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Compile' }).click();
    await row('scenes log2').getByText('ready').waitFor();
  });

  it.each(['scenes mse asymmetric', 'scenes log2'])('evaluates %s in FLOAT and INT', async (name) => {
    await choose(name, 'Evaluate…');
    await page.getByRole('button', { name: 'Start' }).click();
    // FLOAT and INT in points: two numbers of two decimals, and their difference.
    await expect.poll(async () => (await row(name).textContent())?.match(/\d\d\.\d\d/g)?.length ?? 0, { timeout: 40_000 }).toBeGreaterThanOrEqual(2);
  });

  it('shows what a failed job says', async () => {
    await page.getByRole('button', { name: 'New experiment' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill('broken');
    await dialog.getByText('How pictures are brought to the input').click();
    await dialog.getByLabel(/^Deviation/).fill('0');
    await dialog.getByRole('button', { name: 'Compile' }).click();
    // In the words of the program.
    await jobs().getByText('expected one number or three').first().waitFor();
    await row('broken').getByText('failed').waitFor();
  });

  it('says in Korean what the server says, and marks what the program says as English', async () => {
    const language = (wanted: string) =>
      page.evaluate((chosen) => {
        localStorage.setItem('qsim-language', chosen);
      }, wanted);
    await language('ko');
    await page.reload();
    try {
      const failed = page.getByRole('listitem', { name: 'broken 컴파일' });
      await failed.getByText('수 하나 또는 쉼표로 나눈 수 셋인').waitFor();
      expect(await failed.getByText('expected one number or three').getAttribute('lang')).toBe('en');
      expect(await violations(page)).toEqual([]);
    } finally {
      await language('en');
      await page.reload();
    }
  });

  it('deletes what it shows as deleted, also where the page goes before the time to undo is over', async () => {
    await choose('broken', 'Delete');
    await row('broken').waitFor({ state: 'detached' });
    await page.reload();
    await row('scenes log2').waitFor();
    expect(await row('broken').count()).toBe(0);
    // A tab that is closed does the same.
    const address = page.url();
    const tab = await page.context().newPage();
    await tab.goto(address);
    await tab.getByTestId('files-input').setInputFiles({ name: 'extra.names', mimeType: 'text/plain', buffer: Buffer.from('disc\n') });
    await tab.getByText(/sent, 0 failed/).waitFor();
    await tab.getByRole('button', { name: /extra\.names/ }).click();
    await tab.getByRole('region', { name: 'extra.names' }).getByRole('button', { name: 'Delete' }).click();
    await tab.getByRole('button', { name: /extra\.names/ }).waitFor({ state: 'detached' });
    await tab.close({ runBeforeUnload: true });
    await page.reload();
    await page.getByRole('button', { name: /scenes\.names/ }).waitFor();
    expect(await page.getByRole('button', { name: /extra\.names/ }).count()).toBe(0);
  });

  it('renames an experiment, and its jobs with it', async () => {
    const rename = async (from: string, to: string) => {
      await choose(from, 'Rename…');
      await page.getByRole('dialog').getByRole('textbox').fill(to);
      await page.keyboard.press('Enter');
      await jobs().getByText(`Evaluate ${to} in INT`).waitFor();
    };
    await rename('scenes log2', 'powers');
    await rename('powers', 'scenes log2');
  });

  it('blames layers', async () => {
    for (const name of ['scenes mse asymmetric', 'scenes log2']) {
      await choose(name, 'Compare layers…');
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    const results = jobs().getByRole('button', { name: /^Result of .*compar/i });
    await expect.poll(() => results.count(), { timeout: 40_000 }).toBe(2);
    await results.first().click();
    const layers = page.getByRole('table', { name: 'Layers' });
    await layers.waitFor();
    expect(await layers.getByRole('row').count()).toBeGreaterThan(10);
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'project-result');
  });

  it('crosses modes', async () => {
    await choose('scenes log2', 'Cross inference…');
    await page.getByLabel(/Only the first/).fill('4');
    await page.getByRole('button', { name: 'Start' }).click();
    const result = jobs().getByRole('button', { name: /^Result of .*cross/i });
    await result.waitFor({ timeout: 50_000 });
    await result.click();
    await page.getByRole('img', { name: /mAP@.5 by the last layer/ }).waitFor();
    await page.getByRole('button', { name: 'Close the result' }).click();
    await screenshot(page, 'project');
  });

  it('compares two experiments, then both on one picture', async () => {
    await page.getByRole('checkbox', { name: 'Tick scenes mse asymmetric to compare' }).check();
    await page.getByRole('checkbox', { name: 'Tick scenes log2 to compare' }).check();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
    const noise = page.getByRole('table', { name: 'Noise by layer' });
    await noise.waitFor();
    await page.keyboard.press('j');
    await expect.poll(() => page.url()).toMatch(/layer=\d+/);
    await page.getByLabel('Picture').selectOption({ index: 10 });
    await page.getByRole('heading', { name: 'What they say of the picture' }).waitFor({ timeout: 40_000 });
    await expect.poll(() => page.locator('figure + table, img[alt$=".png"]').count()).toBeGreaterThan(1);
    // The layer that was chosen by its key, in both and their difference.
    await expect.poll(() => page.getByRole('region', { name: /^Output of/ }).locator('canvas[data-ready]').count()).toBe(3);
    await page.locator('.uplot canvas').waitFor();
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'compare');
  });

  it('finds the project with its result on the first page', async () => {
    await page.getByRole('link', { name: 'Projects' }).first().click();
    const card = page.getByRole('article', { name: 'Street scenes' });
    await card.getByRole('img', { name: /Network scenes: \d+ layers/ }).waitFor();
    await card.getByText(/INT/).waitFor();
    await screenshot(page, 'projects');
  });

  it('survives the loss of the server, and the session does', async () => {
    await server.stop();
    await page.getByText(/Offline/).waitFor();
    await server.start();
    await page.getByText(/Offline/).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('article', { name: 'Street scenes' }).waitFor();
  });

  it('deletes the project by its name', async () => {
    await page.getByRole('button', { name: 'Actions for Street scenes' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Street scenes');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('article', { name: 'Street scenes' }).waitFor({ state: 'detached' });
    await page.getByText('“Street scenes” was deleted').waitFor(); // the server has answered
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor();
    expect(await page.getByRole('article', { name: 'Street scenes' }).count()).toBe(0);
  });

  it('signs out', async () => {
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Look at the terminal').waitFor();
  });

  it('met no error of a script and no breach of the policy', () => expect(problems).toEqual([]));
});
