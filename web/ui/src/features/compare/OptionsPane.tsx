// SPDX-License-Identifier: Apache-2.0
// Options and scores of two experiments, a row each; rows that differ say so.
import type { Experiment } from '@shared/api/types';
import { describeMethod, describeWidths, dropOf, effective } from '@shared/experiment/options';
import { formatBytes, formatScore, formatSqnr, NONE } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { Pane } from '@shared/ui/Pane';
import classes from './compare.module.css';
import { useTexts } from './texts';

type Key = 'method' | 'scale' | 'granularity' | 'widths' | 'biasCorrection' | 'network' | 'calibration' | 'edits' | 'float' | 'hybrid' | 'int' | 'drop' | 'sqnr' | 'bytes';
interface Row {
  key: Key;
  a: string;
  b: string;
  difference: string;
}

function useRows(a: Experiment, b: Experiment): Row[] {
  const t = useTexts();
  const text = (key: Key, of: (experiment: Experiment) => string): Row => ({ key, a: of(a), b: of(b), difference: '' });
  const number = (key: Key, of: (experiment: Experiment) => number | undefined, format: (value: number | undefined) => string): Row => {
    const [x, y] = [of(a), of(b)];
    return { key, a: format(x), b: format(y), difference: x === undefined || y === undefined ? NONE : format(y - x) };
  };
  return [
    text('method', ({ options }) => describeMethod(options)),
    text('scale', ({ options }) => effective(options).scale),
    text('granularity', ({ options }) => effective(options).granularity),
    text('widths', ({ options }) => describeWidths(options)),
    text('biasCorrection', ({ options }) => t(effective(options).biasCorrection ? 'yes' : 'no')),
    text('network', ({ source }) => source.networkPath ?? NONE),
    text('calibration', ({ source }) => (source.calibration === '' ? t('allPictures') : (source.calibration ?? NONE))),
    text('edits', ({ edits }) => (edits.length === 0 ? NONE : edits.join('\n'))),
    number('float', ({ scores }) => scores.float, formatScore),
    number('hybrid', ({ scores }) => scores.hybrid, formatScore),
    number('int', ({ scores }) => scores.int, formatScore),
    number('drop', ({ scores }) => dropOf(scores), formatScore),
    number('sqnr', ({ sqnr }) => sqnr, formatSqnr),
    number('bytes', ({ bytes }) => bytes, (value) => (value === undefined ? NONE : value < 0 ? `−${formatBytes(-value)}` : formatBytes(value))),
  ];
}

export function OptionsPane({ a, b }: { a: Experiment; b: Experiment }) {
  const t = useTexts();
  const rows = useRows(a, b);
  return (
    <Pane
      title={t('options')}
      tools={<CopyButton what={t('options')} text={() => tabSeparated([[t('what'), a.name, b.name, t('difference')], ...rows.map((row) => [t(`rows.${row.key}`), row.a, row.b, row.difference])])} />}
    >
      <table className={classes['table']}>
        <caption className="q-hidden">{t('options')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('what')}</th>
            <th scope="col">A · {a.name}</th>
            <th scope="col">B · {b.name}</th>
            <th scope="col" className="q-number">
              {t('difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-differs={row.a !== row.b || undefined}>
              <th scope="row">{t(`rows.${row.key}`)}</th>
              <td>{row.a}</td>
              <td>{row.b}</td>
              <td className="q-number">{row.difference || <span className="q-dim">{t(row.a === row.b ? 'same' : 'differs')}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Pane>
  );
}
