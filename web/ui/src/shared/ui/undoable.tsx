// SPDX-License-Identifier: Apache-2.0
// Deletion that can be taken back for some seconds: what goes is hidden at once and deleted when the time is over.
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useSyncExternalStore } from 'react';
import { notifyError } from './notify';

export const GRACE = 6000; // ms

let hidden: ReadonlySet<string> = new Set();
const watchers = new Set<() => void>();
const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};
function change(edit: (ids: Set<string>) => void): void {
  const next = new Set(hidden);
  edit(next);
  hidden = next;
  watchers.forEach((watcher) => watcher());
}

/** Ids that are about to be deleted: lists leave them out. */
export const useHidden = () => useSyncExternalStore(watch, () => hidden);

interface Deletion {
  ids: readonly string[];
  message: string;
  undo: string;
  /** Its request must outlive the page: `keepalive`. */
  run: () => Promise<void>;
}

/** What has not been deleted yet: the page has shown it as deleted, so it is when the tab is closed or loaded again. */
const pending = new Set<() => void>();
window.addEventListener('pagehide', () => [...pending].forEach((now) => now()));

export function deleteUndoably({ ids, message, undo, run }: Deletion): void {
  change((all) => ids.forEach((id) => all.add(id)));
  const back = () => change((all) => ids.forEach((id) => all.delete(id)));
  const now = () => {
    clearTimeout(timer);
    pending.delete(now);
    // They stay hidden until the lists know; a refusal shows them again.
    run().catch(notifyError).finally(back);
  };
  const timer = setTimeout(now, GRACE);
  pending.add(now);
  const notification = notifications.show({
    autoClose: GRACE,
    role: 'status',
    message: (
      <Group justify="space-between" wrap="nowrap">
        {message}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            clearTimeout(timer);
            pending.delete(now);
            back();
            notifications.hide(notification);
          }}
        >
          {undo}
        </Button>
      </Group>
    ),
  });
}
