// SPDX-License-Identifier: Apache-2.0
// The workbench in a window of 700 pixels, over the fake server: nothing sticks out of where it stands.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeServer, ids } from '../src/features/workbench/testing/fakeServer.ts';
import { hasBrowser, launch, openPage, sticksOut } from './browser.ts';
import { ORIGIN } from './fakePage.ts';
import { serveWorkbench } from './workbenchFake.ts';

const tabs = ['pictures', 'histogram', 'statistics', 'weights', 'edit', 'export'];

describe.skipIf(!hasBrowser)('the workbench in a small window', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  for (const language of ['en', 'ko'])
    it(`fits 700 pixels (${language})`, async () => {
      const { page, problems } = await openPage(browser, 'light', language);
      const server = new FakeServer();
      server.example = true;
      server.guide = { layer: 3, method: 'kl', class: 'ring' };
      await serveWorkbench(page, server);
      await page.setViewportSize({ width: 700, height: 900 });
      await page.goto(`${ORIGIN}/experiments/${ids.experiment}/workbench`);
      await page.getByTestId('workbench').waitFor();
      await page.keyboard.press('End');
      await page.getByTestId('head-sqnr').waitFor();
      for (const [index, tab] of tabs.entries()) {
        await page.getByRole('tab').nth(index).click();
        await page.waitForURL(tab === 'pictures' ? /workbench/ : new RegExp(`tab=${tab}`));
        await page.waitForTimeout(100);
        if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/narrow-workbench-${tab}-${language}.png` });
        expect(await sticksOut(page), tab).toEqual([]);
      }
      expect(problems).toEqual([]);
      await page.context().close();
    });
});
