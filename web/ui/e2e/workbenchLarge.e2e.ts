// SPDX-License-Identifier: Apache-2.0
// Large graphs of real networks, compiled by the real server and laid out by the page's own worker.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launch, openPage } from './browser.ts';
import { denseNet } from './denseNet.ts';
import { bestPan, longestTask, watchThread } from './frames.ts';
import { CFGS, compile, type Compiled } from './seeded.ts';
import { makePictures } from './server.ts';
import { BIN, hasServer, NO_EXAMPLE, signIn, startServer, until, type RealServer } from './workbenchServer.ts';

const report = (text: string) => console.log(text);
const densenet201 = join(CFGS, 'densenet201.cfg');
const fromText = join(BIN, 'onnx-from-text');
/** Dense layers by block: 700 layers in all. */
const blocks = [24, 48, 64, 38];

/** A worker of the page: when it got its graph, and when it answered. */
interface Work {
  asked?: number;
  answered?: number;
  ended: boolean;
}

/** Has the page note, from its next document on, what becomes of its workers. They are the real ones. */
const watchWorkers = (page: Page) =>
  page.addInitScript(() => {
    const workers: Work[] = [];
    (window as unknown as { workers: Work[] }).workers = workers;
    window.Worker = class extends Worker {
      readonly #work: Work = { ended: false };
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this.#work);
        this.addEventListener('message', () => (this.#work.answered = performance.now()));
      }
      override postMessage(message: unknown) {
        this.#work.asked = performance.now();
        super.postMessage(message);
      }
      override terminate() {
        this.#work.ended = true;
        super.terminate();
      }
    };
  });
const work = (page: Page) => page.evaluate(() => (window as unknown as { workers: Work[] }).workers);

describe.skipIf(!hasBrowser || !hasServer)('the workbench on large graphs', () => {
  let browser: Browser;
  let server: RealServer;
  /** signed in */
  let page: Page;
  let pictures: string;

  beforeAll(async () => {
    [browser, server, pictures] = await Promise.all([launch(), startServer([], NO_EXAMPLE), makePictures()]);
    ({ page } = await openPage(browser));
    page.setDefaultTimeout(60_000);
    await signIn(page, server);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    if (pictures) await rm(pictures, { recursive: true, force: true });
  });

  /** A browser that has laid nothing out yet. */
  async function fresh(): Promise<{ page: Page; problems: string[] }> {
    const opened = await openPage(browser);
    opened.page.setDefaultTimeout(60_000);
    await opened.page.context().addCookies(await page.context().cookies());
    await watchThread(opened.page);
    await watchWorkers(opened.page);
    return opened;
  }
  const workbench = ({ experiment }: Compiled) => `${server.origin}/experiments/${experiment.id}/workbench`;
  const drawn = async (on: Page): Promise<number> => {
    await on.locator('[data-node]').first().waitFor();
    return on.evaluate(() => performance.getEntriesByName('qsim:graph-drawn').at(-1)?.startTime ?? Infinity);
  };
  /** Where the nodes stand that are in the document. */
  const places = (on: Page) =>
    on.locator('[data-node]').evaluateAll((nodes) => Object.fromEntries(nodes.map((node) => [node.getAttribute('data-node'), node.getAttribute('transform')])));

  describe.skipIf(!existsSync(densenet201))('densenet201', () => {
    it('is panned at 60 frames in a second, all its 305 layers laid out', async () => {
      const begin = Date.now();
      // The file with a smaller picture: the same graph, a 16th of the work.
      const network = (await readFile(densenet201, 'utf8')).replace(/^height=256$/m, 'height=64').replace(/^width=256$/m, 'width=64');
      const compiled = await compile(page, { name: 'densenet201', path: 'densenet201.cfg', network: Buffer.from(network), pictures, calibration: 3, seed: 1 }, 240_000);
      expect(compiled.graph.layers).toHaveLength(305);
      const ready = Date.now();
      const { page: on, problems } = await fresh();
      await on.goto(workbench(compiled));
      const time = await drawn(on);
      const { fps, worst } = await bestPan(on);
      report(`densenet201: compiled in ${ready - begin} ms, drawn after ${time.toFixed(0)} ms, pan ${fps.toFixed(1)} fps, longest frame ${worst.toFixed(0)} ms`);
      // 60 less what the measurement itself costs.
      expect(fps).toBeGreaterThan(55);
      expect(worst).toBeLessThan(250);
      // From above to below: each layer is somewhere.
      await on.getByRole('button', { name: 'Fit' }).click();
      await on.locator('[data-layer="304"]').waitFor();
      expect(await on.locator('[data-node]').count()).toBe(305);
      expect(problems).toEqual([]);
      await on.context().close();
    }, 300_000);
  });

  describe.skipIf(!existsSync(fromText))('an ONNX DenseNet of 700 layers', () => {
    const net = denseNet(blocks);
    let compiled: Compiled;
    /** as the worker laid it out */
    let laidOut: Record<string, string | null>;

    beforeAll(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'qsim-e2e-onnx-'));
      await writeFile(join(folder, 'dense.txt'), net.text);
      execFileSync(fromText, [join(folder, 'dense.txt'), join(folder, 'dense.onnx')], { stdio: 'pipe' });
      const network = await readFile(join(folder, 'dense.onnx'));
      await rm(folder, { recursive: true });
      compiled = await compile(page, { name: 'dense', path: 'dense.onnx', network, pictures, calibration: 2 }, 240_000);
    }, 240_000);

    it('has as many layers and skips as the file', () => {
      const { layers } = compiled.graph;
      report(`the DenseNet: ${layers.length} layers, ${layers.flatMap(({ inputs }) => inputs).length} edges`);
      expect(layers).toHaveLength(net.layers);
      expect(layers.flatMap(({ inputs }) => inputs)).toHaveLength(net.edges);
      expect(layers.length).toBeGreaterThanOrEqual(690);
    });

    it('is laid out without a freeze: the page answers meanwhile', async () => {
      const { page: on, problems } = await fresh();
      await on.goto(workbench(compiled), { waitUntil: 'commit' });
      // A key while the worker works.
      const [pressed, chosen] = await on.evaluate(async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const { workers } = window as unknown as { workers: Work[] };
        while (!workers[0]?.asked) await frame();
        const begin = performance.now();
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
        while (!document.querySelector('#layer-1[data-current]')) await frame();
        return [begin, performance.now()] as const;
      });
      const to = await drawn(on);
      await on.waitForTimeout(300);
      const [{ asked = NaN, answered: done = NaN } = {}] = await work(on);
      const longest = await longestTask(on, asked, to);
      const opening = await longestTask(on, 0, to + 300);
      report(
        `the DenseNet: the worker lays it out in ${(done - asked).toFixed(0)} ms, a key meanwhile ${(chosen - pressed).toFixed(0)} ms, longest task meanwhile ${longest.toFixed(0)} ms, of the whole opening ${opening.toFixed(0)} ms`,
      );
      expect(chosen).toBeLessThan(done);
      expect(chosen - pressed).toBeLessThan(300);
      expect(longest).toBeLessThan(250);
      expect(opening).toBeLessThan(500);
      laidOut = await places(on);
      expect(problems).toEqual([]);
      await on.context().close();
    }, 120_000);

    it('can be given up while the worker works, and is laid out when one comes back', async () => {
      const { page: on, problems } = await fresh();
      await on.goto(workbench(compiled), { waitUntil: 'commit' });
      // From within the page: a way through the test would leave the worker time to come to its end.
      const time = await on.evaluate(async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const button = () => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Draw plain rows instead');
        const { workers } = window as unknown as { workers: Work[] };
        while (!button() || !workers[0]?.asked) await frame();
        await new Promise((resolve) => setTimeout(resolve, 100));
        const begin = performance.now();
        button()?.click();
        while (!document.querySelector('[data-node]')) await frame();
        return performance.now() - begin;
      });
      report(`the DenseNet: rows ${time.toFixed(0)} ms after giving up`);
      expect(time).toBeLessThan(1000);
      const give = on.getByRole('button', { name: 'Draw plain rows instead' });
      await give.waitFor({ state: 'detached' });
      // It is ended, not only unheard.
      expect(await work(on)).toEqual([{ asked: expect.any(Number), answered: undefined, ended: true }]);
      const rows = await places(on);
      expect(rows).not.toEqual(laidOut);
      // Another drawing of the same network is laid out by a worker again.
      await on.getByText('Blocks', { exact: true }).click();
      await until(async () => ((await work(on))[1]?.answered === undefined ? undefined : true));
      await on.reload();
      await drawn(on);
      expect((await work(on))[0]?.answered).toBeDefined();
      await on.waitForTimeout(300);
      expect(await places(on)).toEqual(laidOut);
      expect(problems).toEqual([]);
      await on.context().close();
    }, 120_000);
  });
});
