// SPDX-License-Identifier: Apache-2.0
// Speaks with the server: typed paths, one error class, and the header that every change needs.
import createClient from 'openapi-fetch';
import type { paths } from './schema';
import type { ErrorCode, Reason } from './types';

export const API = '/api/v1';
/** A change without it is refused: another site's page cannot send it. */
export const REQUEST_HEADER = { 'Qsim-Request': '1' } as const;

/** What went wrong: the server's `Error` document, or `offline` where there was no answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ErrorCode | 'offline',
    message: string,
    readonly status: number,
    readonly request = '',
    /** What `message` is made of; none where a program said it. */
    readonly reason?: Reason,
  ) {
    super(message);
  }
}

export const isApiError = (error: unknown, code?: ApiError['code']): error is ApiError =>
  error instanceof ApiError && (code === undefined || error.code === code);

/** An answer that is no success, as an error; also of a body that is no `Error` document (a proxy's page). */
export function errorOf(response: Response, body: unknown): ApiError {
  const error = (body as { error?: { code?: ErrorCode; message?: string; request?: string; reason?: Reason } } | undefined)?.error;
  if (error?.code && error.message) return new ApiError(error.code, error.message, response.status, error.request, error.reason);
  return new ApiError('internal', `${response.status} ${response.statusText}`.trim(), response.status);
}

export const api = createClient<paths>({
  baseUrl: new URL(API, window.location.origin).href,
  headers: REQUEST_HEADER,
  // Looked up at each call, so that tests can put theirs in its place.
  fetch: (request) => fetch(request),
});

interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The document of an answer; throws ApiError for everything else. */
export async function unwrap<T>(call: Promise<Result<T>>): Promise<T> {
  let result: Result<T>;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('offline', (error as Error).message, 0);
  }
  if (!result.response.ok) throw errorOf(result.response, result.error);
  return result.data as T;
}
