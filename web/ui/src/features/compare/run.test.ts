// SPDX-License-Identifier: Apache-2.0
// A run for a comparison stays open while somebody looks into it, and leaves no simulation behind, whenever the page is left.
import { afterEach, expect, it, vi } from 'vitest';
import { hold } from './held';
import { runOn } from './run';

const json = (document: unknown) => new Response(JSON.stringify(document), { headers: { 'Content-Type': 'application/json' } });
const opening = 'POST /api/v1/experiments/e/simulations';
const closing = 'DELETE /api/v1/simulations/s';

/** As a browser: what is given up fails at once, though the server has it. `opened` is when the simulation is told. */
function serve(opened: Promise<void> = Promise.resolve(), move: () => Response = () => json({ modes: ['int'] })): string[] {
  const requests: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    request.signal.throwIfAborted();
    const what = `${request.method} ${new URL(request.url).pathname}`;
    requests.push(what);
    if (request.method === 'DELETE') {
      expect(request.keepalive).toBe(true);
      return new Response(null, { status: 204 });
    }
    if (what !== opening) return move();
    // Whatever becomes of the tab, the server forgets it.
    expect(await request.clone().json()).toEqual({ picture: 'p', temporary: true });
    const givenUp = new Promise<never>((_, fail) => request.signal.addEventListener('abort', () => fail(request.signal.reason as Error)));
    await Promise.race([opened, givenUp]);
    return json({ id: 's' });
  });
  return requests;
}
const run = (signal = new AbortController().signal) => runOn('e', 'p', signal);

const releases: (() => void)[] = [];
const look = () => releases.push(hold('e', 'p'));
const leave = () => releases.splice(0).forEach((release) => release());
afterEach(async () => {
  leave();
  await Promise.resolve();
  vi.unstubAllGlobals();
});

it('stays open until nobody looks any more', async () => {
  const requests = serve();
  look();
  expect(await run()).toEqual({ simulation: 's', modes: ['int'] });
  expect(requests).not.toContain(closing);
  leave();
  await expect.poll(() => requests.at(-1)).toBe(closing);
});

it('stays open where one stops to look and another begins in the same change: A and B swap', async () => {
  const requests = serve();
  look();
  await run();
  leave();
  look();
  await Promise.resolve();
  expect(requests).not.toContain(closing);
});

it('is closed when the tab goes', async () => {
  const requests = serve();
  look();
  await run();
  window.dispatchEvent(new Event('pagehide'));
  expect(requests.at(-1)).toBe(closing);
});

it('is closed before another run takes its place, and where the run fails', async () => {
  const requests = serve(undefined, () => new Response('{}', { status: 500 }));
  look();
  await expect(run()).rejects.toThrow();
  expect(requests.at(-1)).toBe(closing);
  vi.unstubAllGlobals();
  const again = serve();
  await run();
  await run();
  expect(again.filter((request) => request === closing || request === opening)).toEqual([opening, closing, opening]);
});

it('that is told after the page was left is closed, and does not run', async () => {
  let tell = () => {};
  const requests = serve(new Promise((resolve) => (tell = resolve)));
  look();
  const page = new AbortController();
  const running = run(page.signal);
  await expect.poll(() => requests).toEqual([opening]);
  page.abort();
  leave();
  await Promise.resolve();
  tell();
  await expect(running).rejects.toThrow(/abort|looks/i);
  expect(requests).toEqual([opening, closing]);
});

it('is not begun by a page that is left already', async () => {
  const requests = serve();
  await expect(run(AbortSignal.abort())).rejects.toThrow(/abort/i);
  expect(requests).toEqual([]);
});
