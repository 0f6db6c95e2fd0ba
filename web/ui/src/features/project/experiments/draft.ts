// SPDX-License-Identifier: Apache-2.0
// The form of a new experiment as data: recipes, guesses from the files, and the request that it makes.
import type { CompileOptions, Experiment, NewExperiment, ProjectFile } from '@shared/api/types';
import { describeMethod, describeWidths } from '@shared/experiment/options';
import { guessFolder, isPicture } from '../files/tree';

/** Recipes that most people mean; `custom` is anything else. */
export const RECIPES = {
  recommended: { method: 'mse', activations: 'asymmetric' },
  shift: { method: 'log2' },
  standard: { method: 'kl' },
} as const satisfies Record<string, CompileOptions>;
export type Recipe = keyof typeof RECIPES;

export interface Draft {
  name: string;
  /** The name was typed, not proposed. */
  named: boolean;
  network: string | null;
  weights: string | null;
  seed: number | null;
  names: string | null;
  overrides: string | null;
  sys: string | null;
  calibration: string;
  options: CompileOptions;
}

const stem = (path: string) => path.split('/').pop()!.replace(/\.[^.]+$/, '').toLowerCase();
export const ofKind = (files: readonly ProjectFile[], ...kinds: ProjectFile['kind'][]) => files.filter(({ kind }) => kinds.includes(kind));

/** The file whose name fits best to the network's, else the only one, else none. */
function fitting(network: ProjectFile | undefined, candidates: readonly ProjectFile[]): string | null {
  if (!network) return null;
  const name = stem(network.path);
  const fit = candidates.find(({ path }) => stem(path) === name) ?? candidates.find(({ path }) => stem(path).startsWith(name) || name.startsWith(stem(path)));
  return fit?.id ?? (candidates.length === 1 ? candidates[0]!.id : null);
}

/** What goes with a network: its weights and names. */
export function companions(network: string | null, files: readonly ProjectFile[]): Pick<Draft, 'weights' | 'names'> {
  const file = files.find(({ id }) => id === network);
  return {
    weights: file?.kind === 'onnx' ? null : fitting(file, ofKind(files, 'darknet-weights')),
    names: fitting(file, ofKind(files, 'names')),
  };
}

/** A name that tells the network and the recipe, and that no experiment has. */
export function proposeName(draft: Pick<Draft, 'network' | 'options'>, files: readonly ProjectFile[], experiments: readonly Experiment[]): string {
  const file = files.find(({ id }) => id === draft.network);
  const widths = describeWidths(draft.options);
  const base = [file ? stem(file.path) : 'network', describeMethod(draft.options), widths === '8/8/16' ? '' : widths].filter(Boolean).join(' ');
  const taken = new Set(experiments.map(({ name }) => name));
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base} (${count})`;
  return name;
}

export function firstDraft(files: readonly ProjectFile[], experiments: readonly Experiment[]): Draft {
  const network = ofKind(files, 'darknet-cfg', 'onnx').sort((a, b) => (a.created < b.created ? 1 : -1))[0]?.id ?? null;
  const options: CompileOptions = { ...RECIPES.recommended };
  return {
    name: proposeName({ network, options }, files, experiments),
    named: false,
    network,
    ...companions(network, files),
    seed: null,
    overrides: null,
    sys: null,
    calibration: guessFolder(files, /calib|train/i),
    options,
  };
}

export function recipeOf(options: CompileOptions): Recipe | 'custom' {
  const key = (value: CompileOptions) => JSON.stringify(Object.entries(value).filter(([, v]) => v !== undefined).sort());
  const found = (Object.keys(RECIPES) as Recipe[]).find((name) => key(RECIPES[name]) === key(options));
  return found ?? 'custom';
}

/** `options` with one key set, or left to its default. What no longer fits goes too. */
export function withOption<K extends keyof CompileOptions>(options: CompileOptions, key: K, value: CompileOptions[K] | undefined): CompileOptions {
  const { [key]: _old, ...rest } = options;
  const next: CompileOptions = value === undefined || value === '' ? rest : { ...rest, [key]: value };
  if (next.method === 'log2' && next.scale === 'any') delete next.scale; // refused: log2 implies it
  if (next.method !== 'log2') delete next.log2Form;
  if (next.method !== 'percentile') delete next.percentile;
  return next;
}

export type Problem = 'name' | 'network' | 'weights' | 'calibration';

export function problemsOf(draft: Draft, files: readonly ProjectFile[]): Problem[] {
  const network = files.find(({ id }) => id === draft.network);
  const problems: Problem[] = [];
  if (!draft.name.trim()) problems.push('name');
  if (!network) problems.push('network');
  if (network?.kind === 'darknet-cfg' && !draft.weights && draft.seed === null) problems.push('weights');
  if (!files.some(isPicture)) problems.push('calibration');
  return problems;
}

export function requestOf(draft: Draft): NewExperiment {
  return {
    name: draft.name.trim(),
    network: draft.network!,
    ...(draft.weights ? { weights: draft.weights } : draft.seed !== null ? { seed: draft.seed } : {}),
    ...(draft.names ? { names: draft.names } : {}),
    ...(draft.overrides ? { overrides: draft.overrides } : {}),
    ...(draft.sys ? { sys: draft.sys } : {}),
    calibration: draft.calibration,
    options: draft.options,
  };
}
