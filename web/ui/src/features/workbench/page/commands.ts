// SPDX-License-Identifier: Apache-2.0
// Everything that can be asked of the workbench, by name: what buttons and keys call.
import { useMemo } from 'react';
import type { Shortcut } from '@shared/ui/shortcuts';
import { neighbour } from '../state/selection';
import type { Session } from '../state/session';
import { toggleBreakpoint } from '../state/stops';
import { useTexts } from '../texts';
import { layersWithMode, type Graph, type Mode } from '../types';

export interface Commands {
  next: () => void;
  previous: () => void;
  extendNext: () => void;
  extendPrevious: () => void;
  step: () => void;
  stepBack: () => void;
  continue: () => void;
  toStart: () => void;
  toEnd: () => void;
  runHere: () => void;
  run: () => void;
  breakpoint: () => void;
  float: () => void;
  hybrid: () => void;
  int: () => void;
  find: () => void;
  difference: () => void;
  undo: () => void;
  redo: () => void;
  fit: () => void;
  clear: () => void;
}

export interface View {
  session: Session;
  graph: Graph;
  selected: number;
  marked: ReadonlySet<number>;
  /** chooses a layer; a stretch from the one before where `extend` is set */
  select: (layer: number, extend: boolean) => void;
  mark: (layers: ReadonlySet<number>) => void;
  /** the selection goes along with the next move */
  follow: () => void;
  focusFind: () => void;
  toggleDifference: () => void;
  fit: () => void;
  /** sets the mode of these layers; of all where there are none */
  setMode: (mode: Mode, layers?: ReadonlySet<number>) => void;
}

/** `latest` holds the newest view, so that the commands keep their identity. */
export function useCommands(latest: { readonly current: View }): Commands {
  return useMemo(() => {
    const now = () => latest.current;
    const simulation = () => now().session.get().simulation;
    const go = (step: number, extend: boolean) => {
      const { graph, selected, select } = now();
      select(neighbour(selected < 0 ? undefined : selected, step, graph.layers.length), extend);
    };
    const mode = (value: Mode) => () => {
      const { setMode, marked, selected } = now();
      if (marked.size > 0) setMode(value, marked);
      else if (selected >= 0) setMode(value, new Set([selected]));
    };
    const step = (count: number) => () => {
      now().follow();
      now().session.move({ kind: 'step', count });
    };
    return {
      next: () => go(1, false),
      previous: () => go(-1, false),
      extendNext: () => go(1, true),
      extendPrevious: () => go(-1, true),
      step: step(1),
      stepBack: step(-1),
      continue: () => now().session.move({ kind: 'continue' }),
      toStart: () => now().session.move({ kind: 'to', layer: 0 }),
      toEnd: () => {
        const { position = 0, stale = [] } = simulation() ?? {};
        const end = now().graph.layers.length;
        // Where it stands there already, what is stale is computed again.
        now().session.move(position === end && stale.length > 0 ? { kind: 'continue' } : { kind: 'to', layer: end, stops: false });
      },
      runHere: () => now().session.move({ kind: 'to', layer: now().selected + 1 }),
      run: () => {
        const at = simulation();
        if (at) now().session.move({ kind: at.position === at.layers ? 'restart' : 'continue' });
      },
      breakpoint: () => {
        const { selected, session } = now();
        const stops = simulation()?.stops;
        if (stops && selected >= 0) session.setStops(toggleBreakpoint(stops, selected));
      },
      float: mode('float'),
      hybrid: mode('hybrid'),
      int: mode('int'),
      find: () => now().focusFind(),
      difference: () => now().toggleDifference(),
      undo: () => {
        if (simulation()?.edits.length) now().session.undo();
      },
      redo: () => {
        if (simulation()?.redo) now().session.redo();
      },
      fit: () => now().fit(),
      clear: () => now().mark(new Set()),
    };
  }, [latest]);
}

const keys: readonly (readonly [string, keyof Commands])[] = [
  ['j', 'next'],
  ['k', 'previous'],
  ['J', 'extendNext'],
  ['K', 'extendPrevious'],
  ['s', 'step'],
  ['S', 'stepBack'],
  ['c', 'continue'],
  ['g', 'runHere'],
  ['Home', 'toStart'],
  ['End', 'toEnd'],
  ['b', 'breakpoint'],
  ['1', 'float'],
  ['2', 'hybrid'],
  ['3', 'int'],
  ['f', 'find'],
  ['d', 'difference'],
  ['u', 'undo'],
  ['U', 'redo'],
  ['0', 'fit'],
  ['Escape', 'clear'],
];

export function useKeys(commands: Commands): Shortcut[] {
  const t = useTexts();
  return keys.map(([key, command]) => ({ keys: key, text: t(`command.${command}`), run: () => commands[command]() }));
}

/** The layers that a change of mode names, all without a choice; nothing where none of them has a mode. */
export function modeEdit(graph: Graph, layers: ReadonlySet<number> | undefined): { layers: number[]; first: number; last: number } | undefined {
  const chosen = layersWithMode(graph, layers);
  const first = chosen[0];
  return first === undefined ? undefined : { layers: chosen, first, last: chosen.at(-1) ?? first };
}
