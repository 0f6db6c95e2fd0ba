// SPDX-License-Identifier: Apache-2.0
// The experiments of a project: one row is one quantization.
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useExperiments } from '@shared/api/queries';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { Pane } from '@shared/ui/Pane';
import { EmptyState, Loaded } from '@shared/ui/states';
import { useHidden } from '@shared/ui/undoable';
import { useTexts } from '../texts';
import { COLUMNS, sorted, type Sorting } from './columns';
import classes from './experiments.module.css';
import { ExperimentsTable } from './ExperimentsTable';

interface Props {
  project: string;
  /** Whether there is a network to compile. */
  hasNetwork: boolean;
  onNew: () => void;
}

export function ExperimentsPane({ project, hasNetwork, onNew }: Props) {
  const t = useTexts();
  const navigate = useNavigate();
  const experiments = useExperiments(project);
  const hidden = useHidden();
  const [sorting, setSorting] = useState<Sorting>({ key: 'created', down: true });
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const shown = (experiments.data ?? []).filter(({ id }) => !hidden.has(id));
  const chosen = ticked.filter((id) => shown.some((experiment) => experiment.id === id && experiment.state === 'ready'));
  // The third tick lets the first go.
  const tick = (id: string, on: boolean) =>
    setTicked(on ? [...chosen, id].slice(-2) : chosen.filter((other) => other !== id));
  const compare = () => {
    const [a, b] = chosen;
    if (a && b) void navigate({ to: '/projects/$project/compare', params: { project }, search: { a, b } });
  };

  const tools = (
    <>
      {shown.length > 0 && (
        <>
          <CopyButton
            what={t('table.title')}
            text={() =>
              tabSeparated([
                COLUMNS.map(({ key }) => t(`table.${key}`)),
                ...sorted(shown, sorting).map((experiment) => COLUMNS.map(({ text }) => text(experiment))),
              ])
            }
          />
          <Button size="compact-xs" variant="default" disabled={chosen.length !== 2} onClick={compare} title={t('table.compareHelp')}>
            {t('table.compare')}
          </Button>
        </>
      )}
      <Button size="compact-xs" onClick={onNew} disabled={!hasNetwork} title={hasNetwork ? undefined : t('table.needsNetwork')}>
        {t('experiment.new')}
      </Button>
    </>
  );

  return (
    <Pane title={t('table.title')} tools={tools} className={classes['pane']}>
      <Loaded query={experiments} lines={5}>
        {() =>
          shown.length === 0 ? (
            <EmptyState
              title={t('table.empty')}
              action={
                <Button size="xs" onClick={onNew} disabled={!hasNetwork}>
                  {t('experiment.new')}
                </Button>
              }
            >
              {hasNetwork ? t('table.emptyHelp') : t('table.needsNetwork')}
            </EmptyState>
          ) : (
            <ExperimentsTable
              project={project}
              experiments={sorted(shown, sorting)}
              sorting={sorting}
              onSort={(key) => setSorting((old) => ({ key, down: old.key === key ? !old.down : COLUMNS.find((column) => column.key === key)!.numeric }))}
              ticked={chosen}
              onTick={tick}
            />
          )
        }
      </Loaded>
    </Pane>
  );
}
