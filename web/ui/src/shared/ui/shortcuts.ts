// SPDX-License-Identifier: Apache-2.0
// Keyboard shortcuts, each with its words, so that `?` can list those of the page one is on.
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** As KeyboardEvent.key has it, such as `j`, `S`, `?`, `ArrowLeft`; with `ctrl+` or `alt+` before it. */
  keys: string;
  text: string;
  run: (event: KeyboardEvent) => void;
}
interface Group {
  title: string;
  shortcuts: readonly Shortcut[];
}

let groups: readonly Group[] = [];
const watchers = new Set<() => void>();
function change(next: readonly Group[]): void {
  groups = next;
  watchers.forEach((watcher) => watcher());
}
const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

/** Where letters are typed they are letters. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target instanceof HTMLInputElement && !/^(checkbox|radio|range|button)$/.test(target.type));
}

const named = (event: KeyboardEvent) =>
  `${event.ctrlKey || event.metaKey ? 'ctrl+' : ''}${event.altKey ? 'alt+' : ''}${event.key}`;

/** Obeys `shortcuts` while the component is there. Nothing happens while a text is typed or a dialog is open. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const words = JSON.stringify(shortcuts.map(({ keys, text }) => [keys, text]));
  useEffect(() => {
    const group: Group = { title, shortcuts: latest.current };
    change([...groups, group]);
    return () => change(groups.filter((other) => other !== group));
  }, [title, words]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || typing(event.target)) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return;
      const shortcut = latest.current.find(({ keys }) => keys === named(event));
      if (!shortcut) return;
      event.preventDefault();
      shortcut.run(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

export const useShortcutGroups = () => useSyncExternalStore(watch, () => groups);
