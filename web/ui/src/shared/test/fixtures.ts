// SPDX-License-Identifier: Apache-2.0
// Documents as the server sends them, for tests.
import type { CompareResult, CrossResult, EvalResult } from '@shared/api/results';
import type { Experiment, Graph, GraphLayer, Job, Project, ProjectFile, Session } from '@shared/api/types';

/** Ids have 16 characters of a-z and 2-7. */
export const idOf = (name: string) => name.replace(/[^a-z2-7]/g, '').padEnd(16, 'a').slice(0, 16);
const TIME = '2026-01-02T03:04:05Z';

export const session: Session = { user: { id: idOf('user'), name: 'kim' }, publicUrl: 'http://127.0.0.1:8080', version: '0.1.0' };

export const project = (name: string, change: Partial<Project> = {}): Project => ({
  id: idOf(name.toLowerCase()),
  name,
  owner: 'kim',
  example: false,
  created: TIME,
  changed: TIME,
  files: 3,
  experiments: 2,
  bytes: 962_800,
  ...change,
});

export const file = (path: string, kind: ProjectFile['kind'], change: Partial<ProjectFile> = {}): ProjectFile => ({
  id: idOf(`f${path.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')}`),
  project: idOf('scenes'),
  path,
  kind,
  bytes: 1000,
  sha256: 'ab'.repeat(32),
  created: TIME,
  ...change,
});

export const experiment = (name: string, change: Partial<Experiment> = {}): Experiment => ({
  id: idOf(`e${name}`),
  project: idOf('scenes'),
  name,
  state: 'ready',
  created: TIME,
  options: { method: 'kl' },
  source: { network: file('scenes.cfg', 'darknet-cfg').id, networkPath: 'scenes.cfg', calibration: 'calib' },
  edits: [],
  scores: { metric: 'mAP', pictures: 120, float: 0.9098, int: 0.9079 },
  bytes: 104_000,
  layers: 6,
  modes: ['float', 'hybrid', 'int'],
  sqnr: 17.42,
  ...change,
});

export const job = (title: string, change: Partial<Job> = {}): Job => ({
  id: idOf(`j${title.toLowerCase()}`),
  project: idOf('scenes'),
  kind: 'evaluate',
  state: 'done',
  title,
  created: TIME,
  started: TIME,
  finished: TIME,
  attempts: 1,
  ...change,
});

const layer = (index: number, name: string, kind: string, inputs: number[], shape: [number, number, number]): GraphLayer => ({
  index,
  name,
  kind,
  text: kind === 'convolutional' ? '3x3 leaky' : '',
  inputs,
  shape,
  modes: ['float', 'hybrid', 'int'],
  host: kind === 'yolo',
  macs: 1_000_000,
  parameters: 1000,
  output: { width: 8, scale: 0.03125, zeroPoint: 0, exponent: -5 },
});

export const graph: Graph = {
  name: 'scenes',
  picture: [3, 64, 64],
  layers: [
    layer(0, 'conv_0', 'convolutional', [-1], [16, 64, 64]),
    layer(1, 'maxpool_1', 'maxpool', [0], [16, 32, 32]),
    layer(2, 'conv_2', 'convolutional', [1], [32, 32, 32]),
    layer(3, 'route_3', 'route', [2, 0], [48, 32, 32]),
    layer(4, 'conv_4', 'convolutional', [3], [33, 32, 32]),
    layer(5, 'yolo_5', 'yolo', [4], [33, 32, 32]),
  ],
  outputs: [5],
  classes: ['disc', 'ring'],
  detector: true,
};

const difference = (sqnr: number | null) => ({ cosine: 0.99, sqnr_db: sqnr, mse: 0.001, max_abs: 1.25, saturation: 0.0026, accumulator_overflows: 0 });
const compared = (index: number, own: number | null, whole: number) => ({
  index,
  name: graph.layers[index]!.name,
  kind: graph.layers[index]!.kind,
  mode: 'int' as const,
  isolated: difference(own),
  accumulated: difference(whole),
  own: { sqnr_db: own, mse: 0.001, max_abs: 1 },
});
/** conv_2 is to blame. */
export const compareResult: CompareResult = {
  mode: 'int',
  pictures: 8,
  layers: [compared(2, 12.5, 12.1), compared(0, 30.2, 30.2), compared(4, 33.1, 12), compared(5, null, 11.9)],
};

export const crossResult: CrossResult = {
  mode: 'int',
  pictures: 20,
  metric: 'map50',
  float: 0.93,
  int: 0.91,
  threshold: 0.25,
  float_boxes: 60,
  prefix: [0, 2, 4].map((index) => ({ layer: index, name: graph.layers[index]!.name, map50: 0.93 - 0.005 * index, sqnr_db: 30 - 3 * index, boxes: { lost: index, new: 1, moved_iou: 0.9 } })),
  single: [0, 2, 4].map((index) => ({ layer: index, name: graph.layers[index]!.name, map50: 0.93, sqnr_db: 32, boxes: { lost: 0, new: 0, moved_iou: 0.99 } })),
};

export const evalResult: EvalResult = {
  mode: 'int',
  images: 120,
  map50: 0.9079,
  map: 0.43,
  pooled_ap50: 0.9,
  fidelity: 0.99,
  deviation: 0.0027,
  drop: 0.0019,
  drop_deviation: 0.0023,
  per_class: { disc: { ap50: 0.8, objects: 6 }, ring: { ap50: 0.95, objects: 3 } },
  worst_layer: { index: 2, name: 'conv_2', sqnr_db: 12.1 },
};
