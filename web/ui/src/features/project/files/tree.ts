// SPDX-License-Identifier: Apache-2.0
// Files as folders, and who uses them.
import type { Experiment, ProjectFile } from '@shared/api/types';

export interface Folder {
  name: string;
  path: string;
  folders: Folder[];
  files: ProjectFile[];
  /** Of all below. */
  count: number;
  pictures: number;
  bytes: number;
}

/** The labels of an IDX file are one themselves; by name, as qsim finds them. */
const isIdxLabels = (path: string) => /labels|idx1/i.test(path.slice(path.lastIndexOf('/') + 1));

export const isPicture = ({ kind, path }: ProjectFile) => kind === 'picture' || kind === 'tensor' || (kind === 'idx' && !isIdxLabels(path));

export function treeOf(files: readonly ProjectFile[]): Folder {
  const make = (name: string, path: string): Folder => ({ name, path, folders: [], files: [], count: 0, pictures: 0, bytes: 0 });
  const root = make('', '');
  for (const file of files) {
    let folder = root;
    const parts = file.path.split('/');
    const above = [root];
    for (const [index, part] of parts.slice(0, -1).entries()) {
      let next = folder.folders.find(({ name }) => name === part);
      if (!next) {
        next = make(part, parts.slice(0, index + 1).join('/'));
        folder.folders.push(next);
      }
      folder = next;
      above.push(folder);
    }
    folder.files.push(file);
    for (const each of above) {
      each.count += 1;
      each.bytes += file.bytes;
      if (isPicture(file)) each.pictures += 1;
    }
  }
  return root;
}

export function* filesBelow(folder: Folder): Generator<ProjectFile> {
  yield* folder.files;
  for (const below of folder.folders) yield* filesBelow(below);
}

/** Folders that hold pictures, with how many are in and below them; '' stands for all. */
export function pictureFolders(files: readonly ProjectFile[]): { path: string; pictures: number }[] {
  const found: { path: string; pictures: number }[] = [];
  const visit = (folder: Folder) => {
    if (folder.pictures > 0) found.push({ path: folder.path, pictures: folder.pictures });
    folder.folders.forEach(visit);
  };
  visit(treeOf(files));
  return found;
}

/** The best guess of a folder for a purpose: one whose name says so, else the fullest. */
export function guessFolder(files: readonly ProjectFile[], words: RegExp): string {
  const folders = pictureFolders(files).filter(({ path }) => path !== '');
  const named = folders.find(({ path }) => words.test(path));
  return named?.path ?? '';
}

const SOURCES = ['network', 'weights', 'names', 'overrides', 'sys'] as const;

/** The experiments that were compiled from a file, or calibrated on pictures that it belongs to. */
export function usersOf(file: ProjectFile, experiments: readonly Experiment[]): Experiment[] {
  return experiments.filter(
    ({ source }) =>
      SOURCES.some((key) => source[key] === file.id) ||
      (isPicture(file) &&
        source.calibration !== undefined &&
        (source.calibration === '' || file.path === source.calibration || file.path.startsWith(`${source.calibration}/`))),
  );
}
