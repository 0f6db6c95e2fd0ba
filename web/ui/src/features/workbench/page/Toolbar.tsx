// SPDX-License-Identifier: Apache-2.0
// The bar at the top: where one is, the picture, the mode of the whole run, run.
import { Button, SegmentedControl, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useSimulation, useWorkbench } from '../context';
import { EditsMenu } from '../edits/EditsMenu';
import { useTexts } from '../texts';
import { modeOfRun, modes, type Mode } from '../types';
import classes from './workbench.module.css';

interface Props {
  /** picture that the list shows */
  picture: string | undefined;
  onMode: (mode: Mode) => void;
  onRun: () => void;
}

export function Toolbar({ picture, onMode, onRun }: Props) {
  const t = useTexts();
  const { project, experiment, graph, pictures, go, snapshot, session } = useWorkbench();
  const simulation = useSimulation();
  const mode = modeOfRun(graph, simulation.modes);
  const able = experiment.modes ?? modes;
  const dead = snapshot.phase === 'closed' || simulation.state === 'failed' || simulation.state === 'unresponsive';
  return (
    <div className={classes['bar']} role="toolbar" aria-label={t('toolbar.title')}>
      <nav className={classes['crumbs']} aria-label={t('toolbar.where')}>
        <Link to="/projects/$project" params={{ project: project.id }}>
          {project.name}
        </Link>
        <span aria-hidden>/</span>
        <span>{graph.name}</span>
        <span aria-hidden>/</span>
        <h1>{experiment.name}</h1>
      </nav>
      <span className={classes['space']} />
      <Select
        size="xs"
        w={200}
        aria-label={t('toolbar.picture')}
        searchable
        allowDeselect={false}
        value={picture ?? simulation.picture}
        data={pictures.map(({ id, path }) => ({ value: id, label: path }))}
        disabled={dead || simulation.busy}
        onChange={(chosen) => chosen && go({ picture: chosen })}
        limit={200}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('toolbar.mode')}
        value={mode}
        disabled={dead}
        onChange={(value) => value !== 'mixed' && onMode(value as Mode)}
        data={[
          ...modes.map((value) => ({ value, label: t(`mode.${value}`), disabled: !able.includes(value) })),
          { value: 'mixed', label: t('mode.mixed'), disabled: true },
        ]}
      />
      {/* Nothing is left to be interrupted where the engine has ended, whatever still waits for its answer. */}
      {simulation.state !== 'failed' && snapshot.phase !== 'closed' && (simulation.busy || snapshot.pending === 'move') ? (
        <Button size="compact-sm" variant="default" onClick={session.interrupt}>
          {t('command.interrupt')} ■
        </Button>
      ) : (
        <Button size="compact-sm" onClick={onRun} disabled={dead}>
          {t(simulation.position === simulation.layers ? 'command.again' : 'command.run')} ▶
        </Button>
      )}
      <EditsMenu />
    </div>
  );
}
