// SPDX-License-Identifier: Apache-2.0
// The table of experiments, sortable, with a tick for those that are to be compared.
import { Checkbox, Loader } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Experiment } from '@shared/api/types';
import { dropOf } from '@shared/experiment/options';
import { formatAge } from '@shared/format';
import { useLanguage } from '@shared/i18n';
import { useTexts } from '../texts';
import { COLUMNS, type Column, type ColumnKey, type Sorting } from './columns';
import { ExperimentMenu } from './ExperimentMenu';
import classes from './experiments.module.css';

interface Props {
  project: string;
  experiments: readonly Experiment[];
  sorting: Sorting;
  onSort: (key: ColumnKey) => void;
  ticked: readonly string[];
  onTick: (id: string, on: boolean) => void;
}

function NameCell({ experiment, experiments }: { experiment: Experiment; experiments: readonly Experiment[] }) {
  const t = useTexts();
  const language = useLanguage();
  const parent = experiments.find(({ id }) => id === experiment.parent);
  return (
    <>
      {experiment.state === 'ready' ? (
        <Link to="/experiments/$experiment/workbench" params={{ experiment: experiment.id }} className={classes['open']}>
          {experiment.name}
        </Link>
      ) : (
        <span className={classes['open']}>{experiment.name}</span>
      )}
      <span className={classes['fine']}>
        {experiment.source.networkPath} · {formatAge(experiment.created, language)}
        {parent && ` · ${t('table.editedFrom', { name: parent.name })}`}
        {experiment.edits.length > 0 && ` · ${t('table.edits', { count: experiment.edits.length })}`}
      </span>
    </>
  );
}

function StateCell({ state }: { state: Experiment['state'] }) {
  const t = useTexts();
  return (
    <span className={classes['state']} data-state={state}>
      {state === 'compiling' && <Loader size={12} aria-hidden />}
      {t(`states.${state}`)}
    </span>
  );
}

function Cell({ column, experiment, experiments }: { column: Column; experiment: Experiment; experiments: readonly Experiment[] }) {
  if (column.key === 'name')
    return (
      <th scope="row" className={classes['name']}>
        <NameCell experiment={experiment} experiments={experiments} />
      </th>
    );
  if (column.key === 'state')
    return (
      <td>
        <StateCell state={experiment.state} />
      </td>
    );
  const loss = column.key === 'drop' && (dropOf(experiment.scores) ?? 0) > 0.01;
  return (
    <td className={column.numeric ? 'q-number' : undefined} data-loss={loss || undefined}>
      {column.text(experiment)}
    </td>
  );
}

/** The metric of all rows, where it is one. */
function metricOf(experiments: readonly Experiment[]): string | undefined {
  const metrics = new Set(experiments.flatMap(({ scores }) => (scores.metric ? [scores.metric] : [])));
  return metrics.size === 1 ? [...metrics][0] : undefined;
}

export function ExperimentsTable({ project, experiments, sorting, onSort, ticked, onTick }: Props) {
  const t = useTexts();
  const metric = metricOf(experiments) ?? t('table.score');
  const heading = ({ key }: Column) =>
    key === 'float' || key === 'hybrid' || key === 'int' ? `${metric} ${t(`table.${key}`)}` : t(`table.${key}`);
  return (
    <table className={classes['table']}>
      <caption className="q-hidden">{t('table.caption')}</caption>
      <thead>
        <tr>
          <td>
            <span className="q-hidden">{t('table.tick')}</span>
          </td>
          {COLUMNS.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={column.numeric ? 'q-number' : undefined}
              aria-sort={sorting.key === column.key ? (sorting.down ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" className={classes['sort']} title={t(`help.${column.key}`)} onClick={() => onSort(column.key)}>
                {heading(column)}
                <span aria-hidden>{sorting.key === column.key ? (sorting.down ? ' ▾' : ' ▴') : ''}</span>
              </button>
            </th>
          ))}
          <td>
            <span className="q-hidden">{t('table.actions')}</span>
          </td>
        </tr>
      </thead>
      <tbody>
        {experiments.map((experiment) => (
          <tr key={experiment.id} data-ticked={ticked.includes(experiment.id) || undefined}>
            <td>
              <Checkbox
                size="xs"
                aria-label={t('table.tickOne', { name: experiment.name })}
                disabled={experiment.state !== 'ready'}
                checked={ticked.includes(experiment.id)}
                onChange={(event) => onTick(experiment.id, event.currentTarget.checked)}
              />
            </td>
            {COLUMNS.map((column) => (
              <Cell key={column.key} column={column} experiment={experiment} experiments={experiments} />
            ))}
            <td>
              <ExperimentMenu project={project} experiment={experiment} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
