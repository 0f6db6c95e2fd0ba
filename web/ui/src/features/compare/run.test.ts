// SPDX-License-Identifier: Apache-2.0
// A run for a comparison leaves no simulation behind, whenever the page is left.
import { afterEach, expect, it, vi } from 'vitest';
import { runOn } from './run';

const json = (document: unknown) => new Response(JSON.stringify(document), { headers: { 'Content-Type': 'application/json' } });
const opening = 'POST /api/v1/experiments/e/simulations';

/** As a browser: what is given up fails at once, though the server has it. `opened` is when the simulation is told. */
function serve(opened: Promise<void>, bodies: unknown[] = []): string[] {
  const requests: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    request.signal.throwIfAborted();
    const what = `${request.method} ${new URL(request.url).pathname}`;
    requests.push(what);
    if (request.method === 'DELETE') return new Response(null, { status: 204 });
    if (what !== opening) return json(what.endsWith('/errors') ? [] : {});
    bodies.push(await request.clone().json());
    const givenUp = new Promise<never>((_, fail) => request.signal.addEventListener('abort', () => fail(request.signal.reason as Error)));
    await Promise.race([opened, givenUp]);
    return json({ id: 's' });
  });
  return requests;
}

afterEach(() => void vi.unstubAllGlobals());

it('a simulation that is told after the page was left is closed, and does not run', async () => {
  let tell = () => {};
  const requests = serve(new Promise((resolve) => (tell = resolve)));
  const page = new AbortController();
  const run = runOn('e', 'p', page.signal);
  await expect.poll(() => requests).toEqual([opening]);
  page.abort();
  tell();
  await expect(run).rejects.toThrow(/abort/i);
  expect(requests).toEqual([opening, 'DELETE /api/v1/simulations/s']);
});

it('a page that is left already starts none', async () => {
  const requests = serve(Promise.resolve());
  await expect(runOn('e', 'p', AbortSignal.abort())).rejects.toThrow(/abort/i);
  expect(requests).toEqual([]);
});

it('a run that ends is closed, and would be deleted by the server where the tab is closed', async () => {
  const bodies: unknown[] = [];
  const requests = serve(Promise.resolve(), bodies);
  expect(await runOn('e', 'p', new AbortController().signal)).toEqual({ errors: [], answers: {} });
  expect(requests.at(-1)).toBe('DELETE /api/v1/simulations/s');
  expect(bodies).toEqual([{ picture: 'p', temporary: true }]);
});
