// SPDX-License-Identifier: Apache-2.0
// What the client sends, and what becomes of answers that are no success.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { api, ApiError, isApiError, unwrap } from './client';

const answer = (response: Response | Error) => {
  const call = vi.fn((_request: Request) => (response instanceof Error ? Promise.reject(response) : Promise.resolve(response)));
  vi.stubGlobal('fetch', call);
  return call;
};
const caught = () => unwrap(api.GET('/projects')).then(
  () => undefined,
  (error: unknown) => error,
);
afterEach(() => vi.unstubAllGlobals());

describe('the client', () => {
  it('sends the header without which a change is refused', async () => {
    const call = answer(new Response(null, { status: 204 }));
    await unwrap(api.DELETE('/projects/{project}', { params: { path: { project: 'abc' } } }));
    const request = call.mock.calls[0]![0];
    expect(request.headers.get('Qsim-Request')).toBe('1');
    expect(new URL(request.url).pathname).toBe('/api/v1/projects/abc');
  });
  it('throws the document of an error', async () => {
    answer(Response.json({ error: { code: 'conflict', message: 'It runs', request: 'r1' } }, { status: 409 }));
    const error = await caught();
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'conflict', message: 'It runs', status: 409, request: 'r1' });
    expect(isApiError(error, 'conflict')).toBe(true);
    expect(isApiError(error, 'offline')).toBe(false);
  });
  it('makes an error of a proxy’s page', async () => {
    answer(new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }));
    expect(await caught()).toMatchObject({ code: 'internal', message: '502 Bad Gateway' });
  });
  it('calls a broken connection offline', async () => {
    answer(new TypeError('Failed to fetch'));
    expect(await caught()).toMatchObject({ code: 'offline', status: 0 });
  });
});
