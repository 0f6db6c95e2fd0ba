// SPDX-License-Identifier: Apache-2.0
// The query client of the app: whoever gets 401 anywhere is no longer signed in.
import type { QueryClient } from '@tanstack/react-query';
import { isApiError } from '@shared/api/client';
import { createQueryClient, keys } from '@shared/api/queries';

export function createAppQueryClient(retry = true): QueryClient {
  const client = createQueryClient(retry);
  const signedOut = (error: unknown) => {
    if (isApiError(error, 'unauthorized')) client.setQueryData(keys.session, null);
  };
  client.getQueryCache().config.onError = signedOut;
  client.getMutationCache().config.onError = signedOut;
  return client;
}
