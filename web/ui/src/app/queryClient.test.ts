// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ApiError } from '@shared/api/client';
import { changeSession, keys } from '@shared/api/queries';
import type { Session } from '@shared/api/types';
import { createAppQueryClient } from './queryClient';

const session = { user: { id: 'aaaaaaaaaaaaaaaa', name: 'me' }, publicUrl: 'http://localhost', version: '1' } as Session;
const unauthorized = () => new ApiError('unauthorized', 'Sign in.', 401);

describe('the session', () => {
  it('is nobody’s after a 401', async () => {
    const client = createAppQueryClient(false);
    client.setQueryData(keys.session, session);
    await expect(client.fetchQuery({ queryKey: keys.projects, queryFn: () => Promise.reject(unauthorized()) })).rejects.toThrow();
    expect(client.getQueryData(keys.session)).toBeNull();
  });

  it('stays that of who has signed in while the question from before was on its way', async () => {
    const client = createAppQueryClient(false);
    let refuse = (_: Error) => {};
    const asked = client.fetchQuery({ queryKey: keys.session, queryFn: () => new Promise<Session>((_, reject) => (refuse = reject)) }).catch(() => undefined);
    changeSession(client, session);
    refuse(unauthorized());
    await asked;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(client.getQueryData(keys.session)).toEqual(session);
  });
});
