// SPDX-License-Identifier: Apache-2.0
// Every page in both themes: accessible, without a script error, within the policy of the server.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeServer, scenes } from '../src/shared/test/fakeServer.ts';
import { idOf } from '../src/shared/test/fixtures.ts';
import { hasBrowser, launch, openPage, sticksOut, THEMES, violations } from './browser.ts';
import { ORIGIN, serve } from './fakePage.ts';

const project = `/projects/${idOf('scenes')}`;
const signedOut = () => Object.assign(new FakeServer(), { session: null });
const job = (title: string) => idOf(`j${title}`);

const PAGES: { name: string; path: string; server: () => FakeServer; ready: string }[] = [
  { name: 'sign-in', path: '/sign-in', server: signedOut, ready: 'text=Look at the terminal' },
  { name: 'projects', path: '/projects', server: scenes, ready: 'article svg' },
  { name: 'projects, none', path: '/projects', server: () => new FakeServer(), ready: 'text=No projects yet' },
  { name: 'project', path: project, server: scenes, ready: 'text=90.79' },
  { name: 'project, empty', path: `/projects/${idOf('empty')}`, server: scenes, ready: 'text=No files yet' },
  { name: 'result: compare', path: `${project}?job=${job('compare kl')}`, server: scenes, ready: 'text=12.5 dB' },
  { name: 'result: cross', path: `${project}?job=${job('cross kl')}`, server: scenes, ready: 'figure svg' },
  { name: 'result: evaluate', path: `${project}?job=${job('evaluate kl')}`, server: scenes, ready: 'text=pooled AP' },
  { name: 'compare', path: `${project}/compare?a=${idOf('elog2')}&b=${idOf('ekl')}`, server: scenes, ready: 'text=Noise by layer' },
  { name: 'compare, a layer', path: `${project}/compare?a=${idOf('elog2')}&b=${idOf('ekl')}&picture=${idOf('fteststreetpng')}&layer=2`, server: scenes, ready: '.uplot canvas' },
  { name: 'compare, no picture', path: `${project}/compare?a=${idOf('elog2')}&b=${idOf('ekl')}&layer=2`, server: scenes, ready: 'text=Take the first picture' },
  { name: 'settings', path: '/settings', server: scenes, ready: 'text=Sign out' },
  { name: 'not found', path: '/nowhere', server: scenes, ready: 'text=There is no such page' },
];

describe.skipIf(!hasBrowser)('pages', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  for (const theme of THEMES)
    for (const { name, path, server, ready } of PAGES)
      it(`${name} (${theme})`, async () => {
        const { page, problems } = await openPage(browser, theme);
        const fake = server();
        await serve(page, fake);
        await page.goto(ORIGIN + path);
        await page.locator(ready).first().waitFor();
        expect(await page.locator('h1').count()).toBe(1);
        expect(await violations(page)).toEqual([]);
        expect(problems).toEqual([]);
        expect(fake.unknown).toEqual([]);
        if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name.replace(/\W+/g, '-')}-${theme}.png` });
        await page.context().close();
      });

  for (const { name, path, server } of PAGES)
    it(`${name} is accessible in Korean`, async () => {
      const { page, problems } = await openPage(browser, 'light', 'ko');
      await serve(page, server());
      await page.goto(ORIGIN + path);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await violations(page)).toEqual([]);
      expect(problems).toEqual([]);
      await page.context().close();
    });

  for (const { name, path, server, ready } of PAGES)
    it.each(['en', 'ko'])(`${name} fits a window of 700 pixels (%s)`, async (language) => {
      const { page } = await openPage(browser, 'light', language);
      await serve(page, server());
      await page.setViewportSize({ width: 700, height: 800 });
      await page.goto(ORIGIN + path);
      await (language === 'en' ? page.locator(ready) : page.locator('h1')).first().waitFor();
      await page.waitForLoadState('networkidle');
      if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/narrow-${name.replace(/\W+/g, '-')}-${language}.png` });
      expect(await sticksOut(page)).toEqual([]);
      await page.context().close();
    });

  it('the table of experiments keeps its names in sight and its numbers whole in a small window', async () => {
    const { page } = await openPage(browser);
    await serve(page, scenes());
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.goto(ORIGIN + project);
    await page.getByText('90.79').first().waitFor();
    const told = await page.evaluate(() => {
      const table = [...document.querySelectorAll('table')].find((entry) => entry.querySelector('tbody th'));
      let box = table?.parentElement ?? null;
      while (box && box.scrollWidth <= box.clientWidth) box = box.parentElement;
      box?.scrollTo({ left: 10_000 });
      const name = table?.querySelector('tbody th')?.getBoundingClientRect();
      const inside = box?.getBoundingClientRect();
      return {
        cut: [...(table?.querySelectorAll('tbody td.q-number') ?? [])].filter((cell) => cell.scrollWidth > cell.clientWidth).length,
        numbers: table?.querySelectorAll('tbody td.q-number').length ?? 0,
        scrolled: box?.scrollLeft ?? 0,
        overflow: box && getComputedStyle(box).overflowX,
        name: name && inside ? name.left - inside.left : undefined,
      };
    });
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/table-small.png` });
    expect(told).toMatchObject({ cut: 0 });
    expect(told.numbers).toBeGreaterThan(0);
    if (told.scrolled > 0) expect(told).toMatchObject({ overflow: 'auto', name: 0 });
    await page.context().close();
  });

  for (const width of [700, 1024, 1600])
    it(`the heading of the table of experiments stays in sight at ${width} pixels`, async () => {
      const { page } = await openPage(browser);
      const server = scenes();
      const [first] = server.experiments;
      server.experiments = Array.from({ length: 40 }, (_, index) => ({ ...first!, id: idOf(`e${String.fromCharCode(97 + (index % 26))}${index < 26 ? 'x' : 'y'}`), name: `experiment ${index}` }));
      await serve(page, server);
      await page.setViewportSize({ width, height: 700 });
      await page.goto(ORIGIN + project);
      await page.getByText('experiment 39').first().waitFor();
      const told = await page.evaluate(() => {
        const table = [...document.querySelectorAll('table')].find((entry) => entry.querySelector('tbody th'));
        let box = table?.parentElement ?? null;
        while (box && box.scrollHeight <= box.clientHeight) box = box.parentElement;
        box?.scrollTo({ top: 300, left: 10_000 });
        const head = table?.querySelector('thead th')?.getBoundingClientRect();
        const inside = box?.getBoundingClientRect();
        return { scrolled: box?.scrollTop, head: head && inside ? Math.round(head.top - inside.top) : undefined };
      });
      if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/table-${width}.png` });
      expect(told).toEqual({ scrolled: 300, head: 0 });
      await page.context().close();
    });
});
