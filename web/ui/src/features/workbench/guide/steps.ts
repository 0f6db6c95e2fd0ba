// SPDX-License-Identifier: Apache-2.0
// The six steps of the first visit. Each judges the real state of the workbench; what was once done stays ticked.
import { compareBoxes } from '../result/match';
import type { Tab } from '../state/selection';
import { modeOfRun, type Answers, type Experiment, type Graph, type Simulation } from '../types';

/** GET /guide: where in the example the six steps happen. Whatever is missing, the steps do without. */
export interface Guide {
  picture?: string;
  layer?: number;
  method?: string;
  /** grid that goes with the method, where the package has another: any, log2 */
  scale?: string;
  class?: string;
}

export const steps = ['float', 'int', 'timeline', 'histogram', 'method', 'save'] as const;
export type Step = (typeof steps)[number];

export interface GuideState {
  guide: Guide;
  graph: Graph;
  simulation: Simulation;
  answer: Answers | undefined;
  selected: number;
  tab: Tab;
  saved: Experiment | undefined;
}

const atEnd = ({ position, layers, busy }: Simulation) => position === layers && !busy;
const nothingLost = ({ answer }: GuideState) => {
  if (!answer) return false;
  return compareBoxes(answer.run, answer.float).lost.length === 0;
};

const judges: Record<Step, (state: GuideState) => boolean> = {
  float: ({ graph, simulation, answer }) => atEnd(simulation) && answer !== undefined && modeOfRun(graph, simulation.modes) === 'float',
  int: (state) => atEnd(state.simulation) && state.answer !== undefined && modeOfRun(state.graph, state.simulation.modes) === 'int' && !nothingLost(state),
  timeline: ({ guide, selected, simulation }) => simulation.position > 0 && (guide.layer === undefined ? selected >= 0 : selected === guide.layer),
  histogram: ({ guide, selected, tab }) => tab === 'histogram' && (guide.layer === undefined || selected === guide.layer),
  method: (state) => {
    const { guide, simulation } = state;
    const edited = simulation.edits.some(({ kind, layers }) => kind === 'quantize' && (guide.layer === undefined || layers.includes(guide.layer)));
    return edited && atEnd(simulation) && nothingLost(state);
  },
  save: ({ saved }) => saved !== undefined,
};

/** Steps are walked in order: only the first that is not done can be done now. */
export function advance(done: number, state: GuideState): number {
  let next = done;
  while (next < steps.length && judges[steps[next]!](state)) ++next;
  return next;
}

export function parseGuide(document: unknown): Guide {
  if (typeof document !== 'object' || document === null) return {};
  const { picture, layer, method, scale, class: name } = document as Record<string, unknown>;
  return {
    ...(typeof picture === 'string' && { picture }),
    ...(typeof layer === 'number' && { layer }),
    ...(typeof method === 'string' && { method }),
    ...(typeof scale === 'string' && { scale }),
    ...(typeof name === 'string' && { class: name }),
  };
}
