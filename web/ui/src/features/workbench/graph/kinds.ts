// SPDX-License-Identifier: Apache-2.0
// How a kind of layer is drawn: a table, to which a new kind is a line. Marks are paths in a box of 12 x 12.

export type Family = 'compute' | 'pool' | 'join' | 'shape' | 'pointwise' | 'head';

const families: Record<string, Family> = {
  convolutional: 'compute',
  connected: 'compute',
  local: 'compute',
  maxpool: 'pool',
  avgpool: 'pool',
  upsample: 'pool',
  resize: 'pool',
  reduce: 'pool',
  reorg: 'shape',
  crop: 'shape',
  pad: 'shape',
  strided: 'shape',
  route: 'join',
  shortcut: 'join',
  multiply: 'join',
  binary: 'join',
  activation: 'pointwise',
  dropout: 'pointwise',
  constant: 'pointwise',
  lrn: 'pointwise',
  instance_norm: 'pointwise',
  yolo: 'head',
  region: 'head',
  detection: 'head',
  softmax: 'head',
  argmax: 'head',
  cost: 'head',
};

const marks: Record<Family, string> = {
  compute: 'M1 1h10v10h-10zM1 4.3h10M1 7.6h10M4.3 1v10M7.6 1v10',
  pool: 'M1 1h10L8 11H4z',
  join: 'M1 1L6 6M11 1L6 6M6 6v5',
  shape: 'M1 3h7v7M4 1h7v7',
  pointwise: 'M1 9h5L11 1',
  head: 'M1 1h4M1 1v4M11 1h-4M11 1v4M1 11h4M1 11v-4M11 11h-4M11 11v-4',
};

export function familyOf(kind: string): Family {
  return families[kind] ?? 'pointwise';
}

export function markOf(kind: string): string {
  return marks[familyOf(kind)];
}

const shortNames: Record<string, string> = {
  convolutional: 'conv',
  instance_norm: 'norm',
};

export function shortKind(kind: string): string {
  return shortNames[kind] ?? kind;
}
