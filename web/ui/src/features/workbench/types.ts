// SPDX-License-Identifier: Apache-2.0
// The documents of the contract under the names that the workbench uses.
import type { Answer, Graph, Mode, Move as ContractMove, ProjectFile } from '@shared/api/types';
import type { components } from '@shared/api/schema';

export type {
  Answer,
  Answers,
  Edit,
  Experiment,
  Graph,
  GraphLayer,
  LayerDetails,
  LayerError,
  Mode,
  Project,
  Quantization,
  Rule,
  ServerEvent,
  Simulation,
  Statistics,
  Stop,
} from '@shared/api/types';

export type { Source } from '@shared/tensor/looks';

export type Box = Answer['boxes'][number];
export type Picture = ProjectFile;
export type TensorDetails = components['schemas']['TensorDetails'];
/** `stops` has a default, which the generated type does not know. */
export type Move = Omit<ContractMove, 'stops'> & { stops?: boolean };

export const modes: readonly Mode[] = ['float', 'hybrid', 'int'];

/** The layers that have a mode: those on the host compute in float whatever is asked. */
export function layersWithMode(graph: Graph, among?: ReadonlySet<number>): number[] {
  return graph.layers.filter(({ host, index }) => !host && (among?.has(index) ?? true)).map(({ index }) => index);
}

/** The one mode of a run, where each layer is in it that can be; layers that cannot run in the fallback they have. */
export function modeOfRun(graph: Graph, now: readonly Mode[]): Mode | 'mixed' {
  const judged = graph.layers.filter(({ host }) => !host);
  const all = (mode: Mode) => {
    const able = judged.filter((layer) => layer.modes.includes(mode));
    return able.length > 0 && able.every(({ index }) => now[index] === mode);
  };
  if (judged.every(({ index }) => now[index] === 'float')) return 'float';
  if (all('int')) return 'int';
  return all('hybrid') ? 'hybrid' : 'mixed';
}
