// SPDX-License-Identifier: Apache-2.0
// Chromium for the tests: pages in both themes, axe-core, screenshots.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';

const PROGRAM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const IMAGES = new URL('../../../docs/images/ui/', import.meta.url);
const require = createRequire(import.meta.url);

export const hasBrowser = PROGRAM !== undefined;
export type Theme = 'light' | 'dark';
export const THEMES: readonly Theme[] = ['light', 'dark'];
export const SIZE = { width: 1360, height: 850 };

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: PROGRAM!,
    // Root has no sandbox, and containers a small /dev/shm.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb'],
  });

/** A page that fails the test where a script fails or the policy of the server is broken. */
export async function openPage(browser: Browser, theme: Theme = 'light', language = 'en'): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: theme, locale: language, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is an answer, which the page shows.
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) problems.push(message.text());
  });
  return { page, problems };
}

/** When the page shows what is sought, by its own clock: a test looks at it only every half second. */
export const moment = (page: Page, selector: string): Promise<number> =>
  page.evaluate(async (wanted) => {
    while (!document.querySelector(wanted)) await new Promise((resolve) => requestAnimationFrame(resolve));
    return Date.now();
  }, selector);

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe-core has to say against the page, a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } };
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} (${node.failureSummary?.replace(/\s+/g, ' ')})`));
}

/**
 * What is wider than where it stands and cannot be scrolled to: buttons, fields, texts beyond the edge of a box that
 * neither scrolls nor has an end of its own for what is cut.
 */
export const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const seen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && getComputedStyle(element).visibility !== 'hidden';
    };
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const said = (element: Element) => `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide`);
    const main = document.querySelector('main');
    if (main && main.scrollWidth > main.clientWidth) found.push(`main is ${main.scrollWidth} wide in ${main.clientWidth}`);
    for (const element of document.querySelectorAll('button, a, input, select, label, h1, h2, h3, p, [role=tab], [role=radio]')) {
      if (!seen(element) || element.closest('.q-hidden, svg')) continue;
      const own = element.getBoundingClientRect();
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        if (scrolls(box)) break; // it can be scrolled to
        const style = getComputedStyle(box);
        const edge = box.getBoundingClientRect();
        const framed = style.borderRightWidth !== '0px' || style.overflowX === 'hidden' || style.overflowX === 'clip' || box.tagName === 'SECTION';
        if (framed && seen(box) && own.right > edge.right + 1) {
          found.push(`${said(element)} ends ${Math.round(own.right - edge.right)} px beyond ${said(box)}`);
          break;
        }
      }
    }
    return found;
  });

/** docs/images/ui/NAME.png; an image that is there stays unless UPDATE_SCREENSHOTS is set. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const file = new URL(`${name}.png`, IMAGES);
  if (existsSync(file) && !process.env['UPDATE_SCREENSHOTS']) return;
  await mkdir(IMAGES, { recursive: true });
  await writeFile(file, await page.screenshot({ animations: 'disabled' }));
}
