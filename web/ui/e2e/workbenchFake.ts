// SPDX-License-Identifier: Apache-2.0
// The built workbench over the fake server of its unit tests, in Chromium.
import type { Page } from 'playwright-core';
import type { FakeServer } from '../src/features/workbench/testing/fakeServer.ts';
import { builtFile, ORIGIN } from './fakePage.ts';

export async function serveWorkbench(page: Page, server: FakeServer): Promise<void> {
  await page.routeWebSocket(/\/api\/v1\/events$/, (socket) => {
    server.listen((event) => socket.send(JSON.stringify(event)));
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (url.pathname.startsWith('/api/')) {
      const body = request.postData();
      const answer = await server.fetch(request.url(), {
        method: request.method(),
        headers: await request.allHeaders(),
        ...(body !== null && request.method() !== 'GET' ? { body } : {}),
      });
      return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body: Buffer.from(await answer.arrayBuffer()) });
    }
    return route.fulfill(await builtFile(url.pathname));
  });
}
