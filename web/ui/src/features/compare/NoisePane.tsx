// SPDX-License-Identifier: Apache-2.0
// Noise of each layer of both experiments, as curves and as a table with one selection.
import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { formatSqnr, NONE } from '@shared/format';
import { LinePlot } from '@shared/plot/LinePlot';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { Pane } from '@shared/ui/Pane';
import { EmptyState, LoadingState } from '@shared/ui/states';
import classes from './compare.module.css';
import type { PairedLayer } from './noise';
import { useTexts } from './texts';
import type { Side } from './useSides';

interface Props {
  a: Side;
  b: Side;
  rows: readonly PairedLayer[];
  which: Which;
  onWhich: (which: Which) => void;
  selected: number;
  onSelect: (row: number) => void;
}
export type Which = 'accumulated' | 'own';

const difference = (a: number | undefined, b: number | undefined) => {
  if (a === undefined || b === undefined || !Number.isFinite(a - b)) return NONE;
  return `${b - a > 0 ? '+' : ''}${formatSqnr(b - a)}`;
};

export function NoisePane({ a, b, rows, which, onWhich, selected, onSelect }: Props) {
  const t = useTexts();
  const chosen = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    void chosen.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const some = rows.some((row) => row.a ?? row.b);
  const isListed = (row: PairedLayer) => !some || !!(row.a ?? row.b);
  const missing = [a, b].filter(({ noise }) => !noise).map(({ experiment }) => experiment!.name);
  const cells = (row: PairedLayer) => [formatSqnr(row.a?.[which]), formatSqnr(row.b?.[which]), difference(row.a?.[which], row.b?.[which])];
  const title = t('noise');

  if (missing.length === 2 || rows.length === 0)
    return (
      <Pane title={title}>
        {a.running || b.running ? <LoadingState lines={8} /> : <EmptyState title={t('unmeasured')}>{t('unmeasuredHelp', { names: missing.join(', ') })}</EmptyState>}
      </Pane>
    );
  return (
    <Pane
      title={title}
      className={classes['noisePane']}
      tools={
        <>
          <SegmentedControl size="xs" aria-label={t('noiseOf')} value={which} onChange={(value) => onWhich(value as Which)} data={(['accumulated', 'own'] as const).map((value) => ({ value, label: t(value) }))} />
          <CopyButton what={title} text={() => tabSeparated([['#', t('layer'), 'A', 'B', t('difference')], ...rows.filter(isListed).map((row) => [row.inA ?? row.inB, row.name, ...cells(row)])])} />
        </>
      }
    >
      <div className={classes['noise']}>
        <p className={classes['note']}>{t(which === 'own' ? 'ownHelp' : 'accumulatedHelp')}</p>
        {(a.measuring || b.measuring) && (
          <p role="status" className={classes['note']}>
            {t('measuring')}
          </p>
        )}
        {selected < 0 && <p className={classes['note']}>{t('chooseLayer')}</p>}
        {missing.length === 1 && !a.running && !b.running && <p className={classes['note']}>{t('partial', { side: missing[0]! })}</p>}
        <LinePlot
          label={t('noisePlot')}
          unit="dB"
          names={rows.map(({ name }) => name)}
          selected={selected}
          onSelect={onSelect}
          curves={[
            { label: `A · ${a.experiment!.name}`, color: 'var(--q-float)', points: rows.map((row) => row.a?.[which]) },
            { label: `B · ${b.experiment!.name}`, color: 'var(--q-int)', dash: '5 3', points: rows.map((row) => row.b?.[which]) },
          ]}
        />
        <table className={classes['table']}>
          <caption className="q-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t('layer')}</th>
              <th scope="col" className="q-number">A</th>
              <th scope="col" className="q-number">B</th>
              <th scope="col" className="q-number">{t('difference')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) =>
              isListed(row) ? (
                <tr key={row.name} ref={at === selected ? chosen : null} data-selected={at === selected || undefined}>
                  <td>{row.inA ?? row.inB}</td>
                  <th scope="row">
                    <button type="button" className={classes['layer']} aria-pressed={at === selected} onClick={() => onSelect(at)}>
                      {row.name}
                    </button>
                  </th>
                  {cells(row).map((text, column) => (
                    <td key={['a', 'b', 'difference'][column]} className="q-number">
                      {text}
                    </td>
                  ))}
                </tr>
              ) : null,
            )}
          </tbody>
        </table>
      </div>
    </Pane>
  );
}
