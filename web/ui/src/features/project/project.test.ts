// SPDX-License-Identifier: Apache-2.0
// Folders and lineage, the draft of an experiment, columns and their order.
import { describe, expect, it } from 'vitest';
import { experiment, file } from '@shared/test/fixtures';
import { COLUMNS, sorted } from './experiments/columns';
import { companions, firstDraft, problemsOf, proposeName, recipeOf, requestOf, withOption } from './experiments/draft';
import { guessFolder, pictureFolders, treeOf, usersOf } from './files/tree';

const files = [
  file('calib/a.png', 'picture', { bytes: 10 }),
  file('calib/deep/b.png', 'picture', { bytes: 20 }),
  file('val/c.png', 'picture'),
  file('val/c.txt', 'labels'),
  file('yolo.cfg', 'darknet-cfg', { created: '2026-01-03T00:00:00Z' }),
  file('other.weights', 'darknet-weights'),
  file('yolo_final.weights', 'darknet-weights'),
  file('coco.names', 'names'),
];

describe('files', () => {
  it('are counted through all folders', () => {
    const root = treeOf(files);
    expect(root.folders.map(({ name, count, bytes }) => [name, count, bytes])).toEqual([['calib', 2, 30], ['val', 2, 2000]]);
    expect(root.files).toHaveLength(4);
  });
  it('give the folders of pictures', () => {
    expect(pictureFolders(files)).toEqual([
      { path: '', pictures: 3 },
      { path: 'calib', pictures: 2 },
      { path: 'calib/deep', pictures: 1 },
      { path: 'val', pictures: 1 },
    ]);
    expect(guessFolder(files, /test|val/i)).toBe('val');
    expect(guessFolder(files, /nothing/)).toBe('');
  });
  it('know who was made from them, calibration included', () => {
    const made = experiment('kl', { source: { network: files[4]!.id, calibration: 'calib' } });
    expect(usersOf(files[4]!, [made])).toEqual([made]);
    expect(usersOf(files[1]!, [made])).toEqual([made]);
    expect(usersOf(files[2]!, [made])).toEqual([]);
    // A label is no picture, even below the folder.
    expect(usersOf(file('calib/a.txt', 'labels'), [made])).toEqual([]);
  });
});

describe('the draft of an experiment', () => {
  it('takes the weights whose name fits', () => {
    expect(companions(files[4]!.id, files)).toEqual({ weights: files[6]!.id, names: files[7]!.id });
    const onnx = file('net.onnx', 'onnx');
    expect(companions(onnx.id, [...files, onnx]).weights).toBeNull();
  });
  it('is complete from the first moment', () => {
    const draft = firstDraft(files, []);
    expect(draft).toMatchObject({ name: 'yolo mse asymmetric', calibration: 'calib', options: { method: 'mse', activations: 'asymmetric' } });
    expect(problemsOf(draft, files)).toEqual([]);
    expect(requestOf(draft)).toEqual({
      name: 'yolo mse asymmetric',
      network: files[4]!.id,
      weights: files[6]!.id,
      names: files[7]!.id,
      calibration: 'calib',
      options: { method: 'mse', activations: 'asymmetric' },
    });
  });
  it('draws weights from a seed where there are none', () => {
    const draft = { ...firstDraft(files, []), weights: null };
    expect(problemsOf(draft, files)).toEqual(['weights']);
    expect(problemsOf({ ...draft, seed: 7 }, files)).toEqual([]);
    expect(requestOf({ ...draft, seed: 7 })).toMatchObject({ seed: 7 });
  });
  it('has a name that nobody has', () => {
    const taken = [experiment('yolo log2'), experiment('yolo log2 (2)')];
    expect(proposeName({ network: files[4]!.id, options: { method: 'log2' } }, files, taken)).toBe('yolo log2 (3)');
    expect(proposeName({ network: files[4]!.id, options: { activationWidth: 4 } }, files, [])).toBe('yolo kl 4/8/16');
  });
  it('sends no option that does not fit another', () => {
    expect(withOption({ method: 'kl', scale: 'any' }, 'method', 'log2')).toEqual({ method: 'log2' });
    expect(withOption({ method: 'log2', log2Form: 'non-overflow' }, 'method', 'kl')).toEqual({ method: 'kl' });
    expect(withOption({ method: 'percentile', percentile: 99 }, 'method', 'mse')).toEqual({ method: 'mse' });
    expect(withOption({ method: 'kl', mean: '0' }, 'mean', '')).toEqual({ method: 'kl' });
  });
  it('knows its recipe', () => {
    expect(recipeOf({ activations: 'asymmetric', method: 'mse' })).toBe('recommended');
    expect(recipeOf({ method: 'log2' })).toBe('shift');
    expect(recipeOf({ method: 'log2', weightWidth: 4 })).toBe('custom');
  });
});

describe('columns', () => {
  const best = experiment('best', { scores: { float: 0.9, int: 0.89 } });
  const hybrid = experiment('hybrid', { scores: { float: 0.9, hybrid: 0.85 } });
  const bare = experiment('bare', { scores: {} });
  it('sort numbers as numbers, and what is missing last in both directions', () => {
    const order = (down: boolean) => sorted([bare, best, hybrid], { key: 'drop', down }).map(({ name }) => name);
    expect(order(true)).toEqual(['hybrid', 'best', 'bare']); // 5 points, 1 point
    expect(order(false)).toEqual(['best', 'hybrid', 'bare']);
  });
  it('sort widths by activations first', () => {
    const of = (activationWidth: number, weightWidth: number) => experiment(`${activationWidth} ${weightWidth}`, { options: { activationWidth, weightWidth } });
    expect(sorted([of(16, 4), of(8, 8), of(8, 4)], { key: 'widths', down: false }).map(({ name }) => name)).toEqual(['8 4', '8 8', '16 4']);
  });
  it('all say something of an experiment that has nothing yet', () => {
    const empty = experiment('empty', { state: 'compiling', options: {}, scores: {} });
    for (const { key, text } of COLUMNS) expect(text(empty), key).not.toBe('');
  });
});
