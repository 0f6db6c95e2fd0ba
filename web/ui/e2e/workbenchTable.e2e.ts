// SPDX-License-Identifier: Apache-2.0
// Every kind of inference on the full-size networks, through the pages: visualization, FLOAT, HYBRID, step, cross and INT.
// Minutes long: runs where QSIM_FULL is set. Parameters are drawn from a seed, so noise and modes are judged, not boxes.
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Experiment, Graph, Simulation } from '../src/shared/api/types.ts';
import { hasBrowser, launch, openPage } from './browser.ts';
import { CFGS, compile } from './seeded.ts';
import { makePictures } from './server.ts';
import { ask, hasServer, NO_EXAMPLE, signIn, startServer, until, type RealServer } from './workbenchServer.ts';

const networks = ['yolov2', 'yolov3', 'yolov3-tiny'] as const;
const full = !!process.env['QSIM_FULL'] && hasBrowser && hasServer && existsSync(join(CFGS, 'yolov3.cfg'));
const long = 600_000;

describe.skipIf(!full)('every kind of inference', () => {
  let browser: Browser;
  let server: RealServer;
  let page: Page;
  let pictures: string;
  const table: string[] = [];

  beforeAll(async () => {
    [browser, server, pictures] = await Promise.all([launch(), startServer([], NO_EXAMPLE), makePictures()]);
    ({ page } = await openPage(browser));
    page.setDefaultTimeout(60_000);
    await signIn(page, server);
  });
  afterAll(async () => {
    console.log(table.join('\n'));
    await browser?.close();
    await server?.stop();
    if (pictures) await rm(pictures, { recursive: true, force: true });
  });

  describe.each(networks)('on %s', (name) => {
    let experiment: Experiment;
    let graph: Graph;

    const simulation = async (): Promise<Simulation> => {
      const found = (await ask<Simulation[]>(page, 'GET', '/simulations')).find((entry) => entry.experiment === experiment.id);
      if (!found) throw new Error('no simulation');
      return found;
    };
    /** Stands at the end with nothing stale, and the page knows. */
    const finished = async () => {
      const state = await until(async () => {
        const now = await simulation();
        return !now.busy && now.position === now.layers && now.stale.length === 0 ? now : undefined;
      }, long);
      await page.locator(`[data-testid=where][data-position="${state.layers}"]:not([data-busy])`).waitFor({ timeout: long });
      await page.getByTestId('head-sqnr').waitFor({ timeout: long });
      return state;
    };
    const sqnr = async () => {
      const text = (await page.getByTestId('head-sqnr').textContent()) ?? '';
      return text.startsWith('no noise') ? Infinity : Number.parseFloat(text.replace('−', '-'));
    };
    const mode = (word: string) => page.getByRole('toolbar', { name: 'Run' }).getByText(word, { exact: true }).click();
    const record = (kind: string, begin: number, result: string) => table.push(`${name.padEnd(12)} ${kind.padEnd(14)} ${((Date.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${result}`);
    const able = (kind: 'hybrid' | 'int') => graph.layers.filter((layer) => !layer.host && layer.modes.includes(kind)).map(({ index }) => index);

    it('compiles on three pictures, parameters from a seed', async () => {
      const begin = Date.now();
      const network = await readFile(join(CFGS, `${name}.cfg`));
      ({ experiment, graph } = await compile(page, { name, path: `${name}.cfg`, network, pictures, calibration: 3, seed: 1 }, long));
      expect(experiment.modes).toEqual(['float', 'hybrid', 'int']);
      record('compile', begin, `${graph.layers.length} layers, picture ${graph.picture.join('x')}`);
      await page.goto(`${server.origin}/experiments/${experiment.id}/workbench`);
      await page.getByTestId('workbench').waitFor();
    }, long);

    it('FLOAT', async () => {
      const begin = Date.now();
      await mode('FLOAT');
      await page.getByRole('button', { name: /^Run/ }).first().click();
      const { modes } = await finished();
      expect(new Set(modes)).toEqual(new Set(['float']));
      expect(await sqnr()).toBe(Infinity);
      record('FLOAT', begin, 'no noise');
    }, long);

    it('HYBRID', async () => {
      const begin = Date.now();
      await mode('HYBRID');
      await until(async () => ((await simulation()).modes.includes('hybrid') ? true : undefined), long);
      const { modes } = await finished();
      expect(able('hybrid').every((layer) => modes[layer] === 'hybrid')).toBe(true);
      expect(modes).not.toContain('int');
      const noise = await until(async () => (Number.isFinite(await sqnr()) ? sqnr() : undefined), long);
      expect(noise).toBeGreaterThan(5);
      record('HYBRID', begin, `${noise} dB at the head`);
    }, long);

    it('INT', async () => {
      const before = await sqnr();
      const begin = Date.now();
      await mode('INT');
      await until(async () => ((await simulation()).modes.includes('int') ? true : undefined), long);
      const { modes } = await finished();
      expect(able('int').every((layer) => modes[layer] === 'int')).toBe(true);
      const noise = await until(async () => ((await sqnr()) !== before ? sqnr() : undefined), long);
      expect(Number.isFinite(noise)).toBe(true);
      record('INT', begin, `${noise} dB at the head`);
    }, long);

    it('visualization', async () => {
      const begin = Date.now();
      const layer = graph.layers.findIndex(({ kind, index }) => kind === 'convolutional' && index > graph.layers.length / 2);
      await page.getByRole('searchbox', { name: 'Find layers' }).fill(String(layer));
      await page.locator(`#layer-${layer}`).click();
      await page.getByRole('tab', { name: 'Pictures' }).click();
      for (const title of ['FLOAT', 'INT', 'difference']) await page.getByRole('application', { name: title, exact: true }).locator('canvas[data-ready]').waitFor();
      // Something is on the canvas: more than one colour.
      const colours = await page.getByRole('application', { name: 'INT', exact: true }).locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return new Set(new Uint32Array(new Uint8Array(pixels).buffer)).size;
      });
      expect(colours).toBeGreaterThan(8);
      await page.getByRole('tab', { name: 'Histogram' }).click();
      await page.locator('.uplot canvas').waitFor();
      await page.getByRole('slider', { name: 'Largest value that fits' }).waitFor();
      await page.getByRole('tab', { name: 'Weights' }).click();
      await page.getByRole('tabpanel').locator('canvas[data-ready]').waitFor();
      await page.getByRole('tab', { name: 'Pictures' }).click();
      await page.getByRole('searchbox', { name: 'Find layers' }).fill('');
      record('visualization', begin, `layer ${layer}, ${colours} colours`);
    }, long);

    it('step', async () => {
      const begin = Date.now();
      const at = (position: number) => page.locator(`[data-testid=where][data-position="${position}"]:not([data-busy])`).waitFor({ timeout: long });
      await page.getByRole('button', { name: 'Back before the first layer' }).click();
      await at(0);
      for (const position of [1, 2, 3]) {
        await page.getByRole('button', { name: 'One step', exact: true }).click();
        await at(position);
        expect((await simulation()).position).toBe(position);
      }
      await page.getByRole('button', { name: 'One step back' }).click();
      await at(2);
      await page.locator('#layer-1[data-current]').waitFor();
      record('step', begin, 'three on, one back');
    }, long);

    it('cross', async () => {
      const begin = Date.now();
      await mode('FLOAT');
      await until(async () => ((await simulation()).modes.every((word) => word === 'float') ? true : undefined), long);
      const timeline = page.getByRole('slider', { name: 'Timeline' });
      const box = await timeline.boundingBox();
      if (!box) throw new Error('no timeline');
      const count = graph.layers.length;
      const [first, last] = [Math.floor(count / 4), Math.floor(count / 2)];
      const middle = (layer: number) => box.x + ((layer + 0.5) * box.width) / count;
      await page.mouse.move(middle(first), box.y + 30);
      await page.mouse.down();
      await page.mouse.move(middle(last), box.y + 30, { steps: 6 });
      await page.mouse.up();
      await page.getByRole('toolbar', { name: 'Marked layers' }).getByRole('button', { name: /INT/ }).click();
      await until(async () => ((await simulation()).modes.includes('int') ? true : undefined), long);
      await page.getByRole('button', { name: 'On to the end, over all stops' }).click();
      const { modes } = await finished();
      const wanted = able('int').filter((layer) => layer >= first && layer <= last);
      expect(wanted.length).toBeGreaterThan(0);
      expect(modes.flatMap((word, layer) => (word === 'int' ? [layer] : []))).toEqual(wanted);
      const noise = await until(async () => (Number.isFinite(await sqnr()) ? sqnr() : undefined), long);
      record('cross', begin, `layers ${first}..${last} in INT, ${noise} dB at the head`);
      await ask(page, 'DELETE', `/simulations/${(await simulation()).id}`);
    }, long);
  });
});
