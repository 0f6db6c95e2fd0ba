// SPDX-License-Identifier: Apache-2.0
// What the parts of the workbench share: the network, the simulation with its moves, what is looked at.
import { createContext, use } from 'react';
import type { Session, Snapshot } from './state/session';
import type { Address } from './state/selection';
import type { Go } from './state/address';
import type { Experiment, Graph, Picture, Project, Simulation } from './types';

export interface Workbench {
  project: Project;
  experiment: Experiment;
  graph: Graph;
  pictures: readonly Picture[];
  session: Session;
  snapshot: Snapshot;
  address: Address;
  go: Go;
  /** the chosen layer, -1 is the picture */
  selected: number;
  /** more layers than one, where a stretch is marked */
  marked: ReadonlySet<number>;
  mark: (layers: ReadonlySet<number>) => void;
}

export const WorkbenchContext = createContext<Workbench | undefined>(undefined);

export function useWorkbench(): Workbench {
  const workbench = use(WorkbenchContext);
  if (!workbench) throw new Error('outside of the workbench');
  return workbench;
}

/** The simulation; only inside of panes that are shown when there is one. */
export function useSimulation(): Simulation {
  const { snapshot } = useWorkbench();
  if (!snapshot.simulation) throw new Error('no simulation');
  return snapshot.simulation;
}
