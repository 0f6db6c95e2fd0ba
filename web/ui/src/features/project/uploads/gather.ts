// SPDX-License-Identifier: Apache-2.0
// What was dropped or chosen, as files with the paths that they have in the folder.
export interface Candidate {
  path: string;
  file: File;
}

/** Hidden files of file managers, which nobody means to send. */
const unwanted = (path: string) => path.split('/').some((part) => part.startsWith('.') || part === 'Thumbs.db');

const readAll = (directory: FileSystemDirectoryEntry) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => {
    const reader = directory.createReader();
    const entries: FileSystemEntry[] = [];
    // It hands out at most some hundred at a time, and then an empty list.
    const next = () =>
      reader.readEntries((part) => {
        if (part.length === 0) resolve(entries);
        else {
          entries.push(...part);
          next();
        }
      }, reject);
    next();
  });

async function walk(entry: FileSystemEntry, prefix: string): Promise<Candidate[]> {
  const path = prefix + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const children = await readAll(entry as FileSystemDirectoryEntry);
  const found: Candidate[] = [];
  for (const child of children) found.push(...(await walk(child, `${path}/`)));
  return found;
}

/** Files and whole folders of a drop. The items must be read before the event has ended: the call starts so. */
export async function gatherDrop(transfer: DataTransfer): Promise<Candidate[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const parts = items.map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  const found: Candidate[] = [];
  for (const { entry, file } of parts) {
    if (entry) found.push(...(await walk(entry, '')));
    else if (file) found.push({ path: file.name, file });
  }
  return found.filter(({ path }) => !unwanted(path));
}

/** Files of an <input>; one with `webkitdirectory` tells their paths. */
export const gatherInput = (files: FileList): Candidate[] =>
  [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })).filter(({ path }) => !unwanted(path));
