// SPDX-License-Identifier: Apache-2.0
// How each kind of layer is drawn in small: a table, so that a new kind is a new line.
export type Family = 'weights' | 'pool' | 'join' | 'shape' | 'head' | 'other';

const FAMILIES: Record<string, Family> = {
  convolutional: 'weights',
  deconvolutional: 'weights',
  connected: 'weights',
  local: 'weights',
  maxpool: 'pool',
  avgpool: 'pool',
  route: 'join',
  concat: 'join',
  shortcut: 'join',
  add: 'join',
  mul: 'join',
  scale_channels: 'join',
  sam: 'join',
  upsample: 'shape',
  resize: 'shape',
  reorg: 'shape',
  reshape: 'shape',
  crop: 'shape',
  pad: 'shape',
  transpose: 'shape',
  yolo: 'head',
  region: 'head',
  detection: 'head',
  softmax: 'head',
};

export const familyOf = (kind: string): Family => FAMILIES[kind] ?? 'other';

export const FAMILY_COLOR: Record<Family, string> = {
  weights: 'var(--q-accent)',
  pool: 'var(--q-dim)',
  join: 'var(--q-hybrid)',
  shape: 'var(--q-dim)',
  head: 'var(--q-int)',
  other: 'var(--q-dim)',
};
