// SPDX-License-Identifier: Apache-2.0
// Layouts that were made before, by key: of this page in memory, of earlier visits in IndexedDB.
import type { Layout } from './layout';

const memory = new Map<string, Layout>();
const database = 'qsim-layouts';
const store = 'layouts';
const kept = 40;

export function remembered(key: string): Layout | undefined {
  return memory.get(key);
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no answer'));
  });

/** A cache that fails (private windows have none) is a cache without the layout. */
export async function recall(key: string): Promise<Layout | undefined> {
  const known = memory.get(key);
  if (known || typeof indexedDB === 'undefined') return known;
  try {
    const opened = await open();
    const layout = await answer<Layout | undefined>(opened.transaction(store).objectStore(store).get(key));
    opened.close();
    if (layout) memory.set(key, layout);
    return layout;
  } catch {
    return undefined;
  }
}

export async function remember(key: string, layout: Layout): Promise<void> {
  memory.set(key, layout);
  if (typeof indexedDB === 'undefined') return;
  try {
    const opened = await open();
    const objects = opened.transaction(store, 'readwrite').objectStore(store);
    if ((await answer(objects.count())) >= kept) await answer(objects.clear());
    await answer(objects.put(layout, key));
    opened.close();
  } catch {
    // The next visit lays it out again.
  }
}
