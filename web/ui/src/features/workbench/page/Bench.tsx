// SPDX-License-Identifier: Apache-2.0
// The workbench once network and pictures are known: one simulation, one selection, all panes.
import { Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Guide } from '@shared/api/guide';
import { hub } from '@shared/events/hub';
import { ServerText } from '@shared/reasons';
import { useShortcuts } from '@shared/ui/shortcuts';
import { notify } from '@shared/ui/notify';
import { SplitPane } from '@shared/ui/SplitPane';
import type { Measure } from '../colour/measure';
import { WorkbenchContext, type Workbench } from '../context';
import { GraphPane, type GraphHandle } from '../graph/GraphPane';
import type { RunView } from '../graph/drawing';
import { GuideStrip } from '../guide/GuideStrip';
import { Inspector } from '../inspector/Inspector';
import { LayerList } from '../list/LayerList';
import { ResultStrip } from '../result/ResultStrip';
import { useAddress } from '../state/address';
import { Session } from '../state/session';
import { isBreakpoint, toggleBreakpoint } from '../state/stops';
import { useTexts } from '../texts';
import { errorsByLayer } from '../timeline/geometry';
import { Timeline } from '../timeline/Timeline';
import { stretch } from '../state/selection';
import type { Experiment, Graph, Mode, Picture, Project } from '../types';
import { Banner, Refused } from './Banner';
import { modeEdit, useCommands, useKeys, type View } from './commands';
import { Controls } from './Controls';
import { LosesChanges } from './LosesChanges';
import { MarkedBar } from './MarkedBar';
import { Toolbar } from './Toolbar';
import { usePicture } from './usePicture';
import classes from './workbench.module.css';

interface Props {
  project: Project;
  experiment: Experiment;
  graph: Graph;
  pictures: readonly Picture[];
  guide: Guide;
}

/** Multiplications of a network whose run is over in the blink of an eye. */
const quickBelow = 2e9;
const none: ReadonlySet<number> = new Set();
const nothing: Guide = {};
/** In a small window the graph needs the room more; who draws a border keeps what he drew. */
const smallWindow = 1200;
/** Beside each other the three panes have no room: they stand below each other, and the page scrolls. */
const narrowWindow = '(max-width: 640px)';

export function Bench({ project, experiment, graph, pictures, guide: told }: Props) {
  const t = useTexts();
  // The story is true of one experiment alone.
  const guided = project.example && (told.experiment === undefined || told.experiment === experiment.name);
  const guide = guided ? told : nothing;
  const [address, go] = useAddress();
  const [session] = useState(() => new Session({ threshold: 0.25, quick: graph.layers.reduce((sum, { macs }) => sum + macs, 0) < quickBelow }));
  const snapshot = useSyncExternalStore(session.subscribe, session.get);
  const [marked, setMarked] = useState<ReadonlySet<number>>(none);
  const [measure, setMeasure] = useState<Measure>('accumulated');
  const [difference, setDifference] = useState(true);
  const find = useRef<HTMLInputElement>(null);
  const drawing = useRef<GraphHandle>(null);
  const following = useRef(false);
  const anchor = useRef<number>(undefined);
  const { simulation } = snapshot;

  // ---- the simulation --------------------------------------------------------

  // Not one that the ranges were measured on, where there is another.
  const calibrated = experiment.source.calibration;
  const candidates = useMemo(() => {
    const rank = ({ path }: Picture) => (path === guide.picture ? 0 : !calibrated || !path.startsWith(calibrated) ? 1 : 2);
    return [...pictures].sort((a, b) => rank(a) - rank(b));
  }, [pictures, guide.picture, calibrated]);
  const wanted = pictures.find(({ id }) => id === address.picture)?.id;
  const opening = useRef({ wanted, candidates });
  useEffect(() => {
    opening.current = { wanted, candidates };
  });
  const open = useCallback(
    (picture?: string) => {
      const { wanted: linked, candidates: all } = opening.current;
      void session.open(experiment.id, all.find(({ id }) => id === (picture ?? linked)), all);
    },
    [session, experiment.id],
  );
  useEffect(() => {
    open();
    const ends = [hub.listen(session.hear), hub.watch(() => session.connected(hub.connection === 'open'))];
    return () => {
      ends.forEach((end) => end());
      session.leave();
    };
  }, [open, session]);

  const { phase } = snapshot;
  const asking = usePicture(session, snapshot, wanted, go);

  // A link from elsewhere, or an old one: the picture's hook then writes the one that is shown into the address.
  const unknown = address.picture !== undefined && wanted === undefined;
  useEffect(() => {
    if (unknown) notify(t('unknownPicture'));
  }, [unknown, t]);

  // ---- what is looked at -----------------------------------------------------

  const count = graph.layers.length;
  const beyond = address.layer !== undefined && address.layer >= count;
  useEffect(() => {
    if (beyond) go({ layer: count - 1 }, 'replace');
  }, [beyond, count, go]);
  const selected = Math.min(count - 1, address.layer ?? Math.max(0, Math.min(count, simulation?.position ?? 0) - 1));
  const select = useCallback(
    (layer: number, extend: boolean) => {
      if (extend) {
        anchor.current ??= latest.current.selected;
        setMarked(stretch(Math.max(0, anchor.current), layer));
      } else {
        anchor.current = undefined;
        setMarked(none);
      }
      go({ layer });
    },
    [go],
  );
  const setMode = useCallback(
    (mode: Mode, layers?: ReadonlySet<number>) => {
      const edit = modeEdit(graph, layers);
      if (!edit) return;
      const { first, last } = edit;
      const words = { mode: t(`mode.${mode}`), first, last };
      const text = !layers ? t('edits.allModes', words) : first === last ? t('edits.oneMode', words) : t('edits.modes', words);
      session.edit({ kind: 'mode', layers: edit.layers, mode }, text);
      setMarked(none);
    },
    [graph, session, t],
  );

  const view: View = {
    session,
    graph,
    selected,
    marked,
    select,
    mark: setMarked,
    follow: () => {
      following.current = true;
    },
    focusFind: () => find.current?.focus(),
    toggleDifference: () => setDifference((before) => !before),
    fit: () => drawing.current?.fit(),
    setMode,
  };
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  const commands = useCommands(latest);
  useShortcuts(t('title'), useKeys(commands));

  // ---- where the run comes to ------------------------------------------------

  const [said, setSaid] = useState({ words: '', engine: '' });
  const busy = simulation?.busy ?? false;
  const before = useRef(false);
  const { position = 0, hits } = simulation ?? {};
  useEffect(() => {
    const ended = before.current && !busy;
    before.current = busy;
    if (!ended) return;
    const hit = hits?.[0];
    const name = graph.layers[position]?.name;
    if (hit) setSaid({ words: t('where.stopped'), engine: hit.text });
    else setSaid({ words: name === undefined ? t('said.end') : t('said.before', { layer: position, name }), engine: '' });
    if (hit) go({ layer: hit.layer }, 'replace');
    else if (following.current) go({ layer: Math.max(0, position - 1) }, 'replace');
    following.current = false;
  }, [busy, position, hits, graph, go, t]);

  // ---- what the panes show ---------------------------------------------------

  const errors = useMemo(() => errorsByLayer(snapshot.errors), [snapshot.errors]);
  const stale = useMemo(() => new Set(simulation?.stale), [simulation?.stale]);
  const breakpoints = useMemo(() => new Set(simulation?.stops.filter(isBreakpoint).map(({ layer }) => layer)), [simulation?.stops]);
  const modes = simulation?.modes;
  const shownPosition = busy ? (snapshot.progress ?? position) : position;
  const run = useMemo<RunView>(
    () => ({ modes: modes ?? [], position: shownPosition, stale, breakpoints, errors, measure, selected, marked }),
    [modes, shownPosition, stale, breakpoints, errors, measure, selected, marked],
  );
  const onBreakpoint = useCallback(
    (layer: number) => {
      const stops = session.get().simulation?.stops;
      if (stops) session.setStops(toggleBreakpoint(stops, layer));
    },
    [session],
  );
  const onRun = useCallback(
    (layer: number) => {
      go({ layer });
      session.move({ kind: 'to', layer: layer + 1 });
    },
    [go, session],
  );
  const onIsolated = useCallback(() => void session.measureIsolated(), [session]);
  const onMarkedMode = useCallback((mode: Mode) => latest.current.setMode(mode, latest.current.marked), []);
  const onSelectedMode = useCallback((mode: Mode) => {
    const { setMode: set, marked: layers, selected: layer } = latest.current;
    set(mode, layers.size > 0 ? layers : new Set([layer]));
  }, []);

  const small = window.innerWidth < smallWindow;
  const narrow = useMediaQuery(narrowWindow, false, { getInitialValueInEffect: false });
  const workbench: Workbench = { project, experiment, graph, pictures, session, snapshot, address, go, selected, marked, mark: setMarked };
  if (!simulation)
    return (
      <WorkbenchContext value={workbench}>
        {phase === 'refused' ? (
          <Refused
            onReopen={open}
            onPicture={(picture) => {
              go({ picture }, 'replace');
              open(picture);
            }}
          />
        ) : (
          <div className={classes['center']} role="status">
            <Loader mx="auto" />
            {t('opening')}
          </div>
        )}
      </WorkbenchContext>
    );
  return (
    <WorkbenchContext value={workbench}>
      <div className={classes['page']} data-narrow={narrow || undefined} data-testid="workbench">
        <Toolbar picture={asking.chosen} onMode={setMode} onRun={commands.run} />
        <Banner onReopen={() => open()} />
        <LosesChanges asked={asking.asked} agree={asking.agree} refuse={asking.refuse} />
        <div className={classes['panes']}>
          <SplitPane
            key={String(narrow)}
            {...(narrow ? { name: 'workbench-list-below', direction: 'column' as const, size: 240 } : { name: 'workbench-list', size: small ? 200 : 256 })}
            min={160}
            max={560}
            label={t('list.title')}
          >
            <LayerList graph={graph} run={run} onSelect={select} onBreakpoint={onBreakpoint} find={find} />
            <SplitPane
              {...(narrow ? { name: 'workbench-inspector-below', direction: 'column' as const, size: 480 } : { name: 'workbench-inspector', size: small ? 360 : 480 })}
              fixed="second"
              min={280}
              max={1200}
              label={t('inspector.title')}
            >
              <div className={classes['graph']}>
                <GraphPane
                  ref={drawing}
                  graph={graph}
                  run={run}
                  onMeasure={setMeasure}
                  onSelect={select}
                  onMark={setMarked}
                  onIsolated={onIsolated}
                  isolated={snapshot.isolated}
                />
                <MarkedBar onMode={onMarkedMode} />
              </div>
              <Inspector difference={difference} onMode={onSelectedMode} />
            </SplitPane>
          </SplitPane>
        </div>
        <div className={classes['foot']}>
          {guided && <GuideStrip guide={guide} onMeasure={setMeasure} />}
          <Controls commands={commands} />
          <Timeline
            graph={graph}
            modes={run.modes}
            position={position}
            progress={busy ? snapshot.progress : undefined}
            errors={errors}
            stale={stale}
            breakpoints={breakpoints}
            selected={selected}
            marked={marked}
            onRun={onRun}
            onMark={setMarked}
          />
          <ResultStrip />
        </div>
        <div className="q-hidden" role="status" aria-live="polite">
          {said.words} <ServerText text={said.engine} />
        </div>
      </div>
    </WorkbenchContext>
  );
}
