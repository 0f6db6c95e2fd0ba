// SPDX-License-Identifier: Apache-2.0
// A layer's output in numbers, the run's beside FLOAT's, and how far they are apart.
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { formatCount, formatShare, formatSignificant, formatSqnr } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { Loaded } from '@shared/ui/states';
import { useHasRun, useLayerDetails, useStatistics } from '../api/hooks';
import { useWorkbench } from '../context';
import { useTexts } from '../texts';
import type { Statistics, Summary } from '../types';
import classes from './inspector.module.css';
import { NotRun } from './NotRun';
import { bins } from './HistogramTab';

export function StatisticsTab() {
  const t = useTexts();
  const { selected } = useWorkbench();
  const [tensor, setTensor] = useState('output');
  const ran = useHasRun(selected);
  const names = useLayerDetails(selected).data?.tensors.map(({ name }) => name) ?? ['output'];
  const chosen = names.includes(tensor) ? tensor : 'output';
  const needsRun = chosen === 'output' && !ran;
  const query = useStatistics(selected, chosen, bins, !needsRun);
  return (
    <>
      <NativeSelect size="xs" label={t('statistics.tensor')} value={chosen} data={names} onChange={(event) => setTensor(event.currentTarget.value)} />
      {needsRun ? <NotRun /> : <Loaded query={query}>{(data) => <Table data={data} title={chosen} />}</Loaded>}
    </>
  );
}

const summaryRows: readonly (keyof Summary)[] = ['count', 'min', 'max', 'mean', 'deviation', 'zeros', 'nans'];

function Table({ data, title }: { data: Statistics; title: string }) {
  const t = useTexts();
  const { run, float, error } = data;
  const show = (key: keyof Summary, value: number | undefined) =>
    key === 'count' || key === 'zeros' || key === 'nans' ? formatCount(value) : formatSignificant(value, 5);
  const head = ['', t('statistics.run'), ...(float ? [t('mode.float')] : [])];
  const rows: string[][] = summaryRows.map((key) => [t(`statistics.${key}`), show(key, run[key]), ...(float ? [show(key, float[key])] : [])]);
  const errors: string[][] = error
    ? [
        [t('statistics.sqnr'), error.sqnr === undefined ? t('timeline.noNoise') : formatSqnr(error.sqnr)],
        ...(error.isolatedSqnr === undefined ? [] : [[t('statistics.isolated'), formatSqnr(error.isolatedSqnr)]]),
        [t('statistics.cosine'), formatSignificant(error.cosine, 7)],
        [t('statistics.mse'), formatSignificant(error.mse)],
        [t('statistics.maxAbs'), formatSignificant(error.maxAbs)],
        [t('statistics.saturation'), formatShare(error.saturation)],
        [t('statistics.overflows'), formatCount(error.overflows)],
      ]
    : [];
  return (
    <>
      <div className={classes['caption']}>
        <span>{title}</span>
        <CopyButton what={t('statistics.title')} text={() => tabSeparated([head, ...rows, ...errors])} />
      </div>
      <table className={classes['table']}>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell || <span className="q-hidden">{t('statistics.measure')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {errors.length > 0 && (
        <table className={classes['table']}>
          <caption className={classes['note']}>{t('statistics.error')}</caption>
          <tbody>
            {errors.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
