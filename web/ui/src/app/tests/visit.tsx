// SPDX-License-Identifier: Apache-2.0
// Opens a page of the whole app against a fake server.
import { createMemoryHistory } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, vi } from 'vitest';
import { setLanguage } from '@shared/i18n';
import type { ServerEvent } from '@shared/api/types';
import type { FakeServer } from '@shared/test/fakeServer';
import { App } from '../App';
import { createAppQueryClient } from '../queryClient';
import { createAppRouter } from '../router';

/** Stands where the browser's WebSocket does. */
export class FakeSocket {
  static last: FakeSocket | undefined;
  onopen: (() => void) | undefined;
  onmessage: ((message: { data: string }) => void) | undefined;
  onclose: (() => void) | undefined;
  constructor(readonly url: string) {
    FakeSocket.last = this;
    setTimeout(() => this.onopen?.(), 0);
  }
  close() {}
  tell(event: ServerEvent) {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
}

export function visit(path: string, server: FakeServer) {
  setLanguage('en');
  vi.stubGlobal('fetch', server.fetch);
  vi.stubGlobal('WebSocket', FakeSocket);
  const client = createAppQueryClient(false);
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createAppRouter(client, history);
  const view = render(<App client={client} router={router} />);
  return { ...view, user: userEvent.setup(), router, client, path: () => history.location.href };
}

/** Every request had a route. */
export const expectNoSurprise = (server: FakeServer) => expect(server.unknown).toEqual([]);
