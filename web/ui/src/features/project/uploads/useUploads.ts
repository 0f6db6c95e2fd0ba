// SPDX-License-Identifier: Apache-2.0
// The queue of a project; it outlives the page.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { keys } from '@shared/api/queries';
import type { ProjectFile } from '@shared/api/types';
import { sendTo, UploadQueue } from './queue';

const queues = new WeakMap<QueryClient, Map<string, UploadQueue>>();

function queueOf(client: QueryClient, project: string): UploadQueue {
  const known = queues.get(client) ?? new Map<string, UploadQueue>();
  queues.set(client, known);
  let queue = known.get(project);
  if (!queue) {
    queue = new UploadQueue(sendTo(project), (file) => {
      client.setQueryData<ProjectFile[]>(keys.files(project), (files) =>
        files && [...files.filter(({ path }) => path !== file.path), file].sort((a, b) => (a.path < b.path ? -1 : 1)),
      );
    });
    known.set(project, queue);
  }
  return queue;
}

export function useUploads(project: string) {
  const queue = queueOf(useQueryClient(), project);
  const uploads = useSyncExternalStore(queue.watch, queue.list);
  const active = uploads.some(({ state }) => state === 'waiting' || state === 'sending');
  // Closing the tab would lose what is on its way.
  useEffect(() => {
    if (!active) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
  return { queue, uploads };
}
