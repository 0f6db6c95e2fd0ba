// SPDX-License-Identifier: Apache-2.0
// Tensors in numbers, a column each, and how far from FLOAT's those are that know it.
import type { LayerError, Summary } from '@shared/api/types';
import { formatCount, formatShare, formatSignificant, formatSqnr } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import classes from './tensor.module.css';
import { useTexts } from './texts';

export interface Column {
  name: string;
  summary: Summary;
  error?: LayerError | undefined;
}

const counts: readonly (keyof Summary)[] = ['count', 'zeros', 'nans'];
const rows: readonly (keyof Summary)[] = ['count', 'min', 'max', 'mean', 'deviation', 'zeros', 'nans'];
const errorRows = ['sqnr', 'isolated', 'cosine', 'mse', 'maxAbs', 'saturation', 'overflows'] as const;

export function SummaryTables({ title, columns }: { title: string; columns: readonly Column[] }) {
  const t = useTexts();
  const measured = columns.flatMap(({ name, error }) => (error ? [{ name, error }] : []));
  const show = (key: (typeof errorRows)[number], error: LayerError) => {
    switch (key) {
      case 'sqnr':
        return error.sqnr === undefined ? t('statistics.noNoise') : formatSqnr(error.sqnr);
      case 'isolated':
        return formatSqnr(error.isolatedSqnr);
      case 'cosine':
        return formatSignificant(error.cosine, 7);
      case 'saturation':
        return formatShare(error.saturation);
      case 'overflows':
        return formatCount(error.overflows);
      default:
        return formatSignificant(error[key]);
    }
  };
  const head = ['', ...columns.map(({ name }) => name)];
  const body = rows.map((key) => [t(`statistics.${key}`), ...columns.map(({ summary }) => (counts.includes(key) ? formatCount(summary[key]) : formatSignificant(summary[key], 5)))]);
  const alone = measured.some(({ error }) => error.isolatedSqnr !== undefined);
  const errors = measured.length === 0 ? [] : errorRows.filter((key) => key !== 'isolated' || alone).map((key) => [t(`statistics.${key}`), ...measured.map(({ error }) => show(key, error))]);
  // One column needs no name, and is the first of the table above.
  const errorHead = measured.length > 1 ? ['', ...measured.map(({ name }) => name)] : [];
  return (
    <>
      <div className={classes['caption']}>
        <span>{title}</span>
        <CopyButton what={t('statistics.title')} text={() => tabSeparated([head, ...body, ...(errorHead.length > 0 ? [errorHead] : []), ...errors])} />
      </div>
      <Table head={head} rows={body} label={title} />
      {errors.length > 0 && <Table head={errorHead} rows={errors} caption={t('statistics.error')} />}
    </>
  );
}

function Table({ head, rows: lines, label, caption }: { head: readonly string[]; rows: readonly (readonly string[])[]; label?: string; caption?: string }) {
  const t = useTexts();
  return (
    <table className={classes['table']} aria-label={label}>
      {caption && <caption className={classes['note']}>{caption}</caption>}
      {head.length > 0 && (
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell || <span className="q-hidden">{t('statistics.measure')}</span>}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {lines.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td key={index}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
