// SPDX-License-Identifier: Apache-2.0
// Hooks on the events: one that keeps the query cache fresh, one on the connection, one for a feature's own ear.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { keys } from '@shared/api/queries';
import type { ServerEvent } from '@shared/api/types';
import { applyEvent } from './apply';
import { hub } from './hub';

/** Connects for as long as the component is there; the app's frame does so once. */
export function useEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    const ends = [
      hub.listen((event) => applyEvent(client, event)),
      // What happened meanwhile was not told.
      hub.onReopen(() => void client.invalidateQueries()),
      // The server may be gone, or the session: only asking tells.
      hub.watch(() => {
        if (hub.connection === 'offline') void client.invalidateQueries({ queryKey: keys.session });
      }),
    ];
    hub.start();
    const online = () => hub.retry();
    window.addEventListener('online', online);
    return () => {
      window.removeEventListener('online', online);
      ends.forEach((end) => end());
      hub.stop();
    };
  }, [client]);
}

export const useConnection = () => useSyncExternalStore(hub.watch, () => hub.connection);

/** Calls the newest `listener` with each event. */
export function useEventListener(listener: (event: ServerEvent) => void): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => hub.listen((event) => latest.current(event)), []);
}
