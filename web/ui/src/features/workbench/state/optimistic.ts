// SPDX-License-Identifier: Apache-2.0
// What a change will most likely make of a simulation, shown until the server has answered.
import type { Edit, Simulation, Stop } from '../types';

export type Guess = (simulation: Simulation) => Simulation;

export const guessStops =
  (stops: Stop[]): Guess =>
  (simulation) => ({ ...simulation, stops });

/** Modes change at once; what they make stale only the engine knows, but it is at least these layers that have run. */
export const guessModes =
  (edit: Edit, text: string): Guess =>
  (simulation) => {
    const { mode, layers } = edit;
    if (!mode || !layers) return simulation;
    const modes = [...simulation.modes];
    for (const layer of layers) if (layer >= 0 && layer < modes.length) modes[layer] = mode;
    const changed = layers.filter((layer) => simulation.modes[layer] !== mode && layer < simulation.position);
    return {
      ...simulation,
      modes,
      stale: [...new Set([...simulation.stale, ...changed])].sort((a, b) => a - b),
      edits: [...simulation.edits, { text, kind: 'mode', layers }],
      redo: 0,
    };
  };

/** A moving run shows as busy at once; where it comes to, events tell. */
export const guessBusy: Guess = (simulation) => ({ ...simulation, busy: true, hits: [] });
