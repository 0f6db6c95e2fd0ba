// SPDX-License-Identifier: Apache-2.0
// The built UI over the fake server of the unit tests: every state of a page can be had without waiting for it.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import type { FakeServer } from '../src/shared/test/fakeServer.ts';

export const DIST = process.env['QSIM_UI'] ?? new URL('../../../build/release/share/qsim/ui', import.meta.url).pathname;
export const ORIGIN = 'http://qsim.test';
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

interface BuiltFile {
  body: Buffer;
  contentType: string;
  headers: Record<string, string>;
}

/** A built file, or index.html for what has no ending, with the policy of the server: web/server/ui/StaticFiles.cpp. */
export async function builtFile(path: string): Promise<BuiltFile> {
  const file = /\.\w+$/.test(path) ? path : '/index.html';
  const nonce = randomBytes(32).toString('hex');
  const bytes = await readFile(join(DIST, file));
  return {
    body: file === '/index.html' ? Buffer.from(bytes.toString().replace('NONCE_OF_THIS_ANSWER', nonce)) : bytes,
    contentType: TYPES[extname(file)] ?? 'application/octet-stream',
    headers: {
      'content-security-policy': `default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'nonce-${nonce}'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  };
}

export async function serve(page: Page, server: FakeServer): Promise<void> {
  await page.routeWebSocket(/\/api\/v1\/events$/, () => undefined);
  await page.route(`${ORIGIN}/**`, async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (url.pathname.startsWith('/api/')) {
      let answer: Response;
      try {
        answer = server.handle(request.method(), url, new Headers(await request.allHeaders()), request.postData() ?? '');
      } catch {
        return route.abort();
      }
      return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body: Buffer.from(await answer.arrayBuffer()) });
    }
    return route.fulfill(await builtFile(url.pathname));
  });
}
