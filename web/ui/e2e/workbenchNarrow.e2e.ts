// SPDX-License-Identifier: Apache-2.0
// The workbench in windows of 700 and of 400 pixels, over the fake server: nothing sticks out of where it stands.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeServer, ids } from '../src/features/workbench/testing/fakeServer.ts';
import { hasBrowser, launch, openPage, sticksOut } from './browser.ts';
import { ORIGIN } from './fakePage.ts';
import { serveWorkbench } from './workbenchFake.ts';

const tabs = ['pictures', 'histogram', 'statistics', 'weights', 'edit', 'export'];

/** Parts of the page that lie over each other. */
const overlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const parts = ['[role=toolbar]', '[role=listbox]', '[role=application]', 'section [role=tabpanel]', 'aside', '[role=slider][aria-valuemin="0"]'].map((selector) => ({ selector, element: document.querySelector(selector) }));
    const found: string[] = parts.filter(({ element }) => !element).map(({ selector }) => `${selector} is not there`);
    const boxes = parts.flatMap(({ selector, element }) => (element ? [{ selector, box: element.getBoundingClientRect() }] : []));
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1)) {
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (wide > 1 && high > 1) found.push(`${a.selector} and ${b.selector}: ${Math.round(wide)} x ${Math.round(high)}`);
      }
    return found;
  });

describe.skipIf(!hasBrowser)('the workbench in a small window', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  for (const [language, width] of [
    ['en', 700],
    ['ko', 700],
    ['en', 400],
    ['ko', 400],
  ] as const)
    it(`fits ${width} pixels (${language})`, async () => {
      const { page, problems } = await openPage(browser, 'light', language);
      const server = new FakeServer();
      server.example = true;
      server.guide = { layer: 3, method: 'kl', class: 'ring' };
      await serveWorkbench(page, server);
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${ORIGIN}/experiments/${ids.experiment}/workbench`);
      await page.getByTestId('workbench').waitFor();
      await page.keyboard.press('End');
      await page.getByTestId('head-sqnr').waitFor();
      for (const [index, tab] of tabs.entries()) {
        await page.getByRole('tab').nth(index).click();
        await page.waitForURL(tab === 'pictures' ? /workbench/ : new RegExp(`tab=${tab}`));
        await page.waitForTimeout(100);
        if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/narrow-workbench-${tab}-${language}-${width}.png` });
        expect(await sticksOut(page), tab).toEqual([]);
        expect(await overlaps(page), tab).toEqual([]);
      }
      expect(problems).toEqual([]);
      await page.context().close();
    });
});
