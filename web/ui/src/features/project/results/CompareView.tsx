// SPDX-License-Identifier: Apache-2.0
// Layers by blame: which one makes the noise, and how much of it arrives.
import { badness, viridis } from '@shared/colors';
import { decibel, type ComparedLayer, type CompareResult } from '@shared/api/results';
import { formatCount, formatShare, formatSignificant, formatSqnr } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { useTexts } from '../texts';
import { LayerLink } from './LayerLink';
import classes from './results.module.css';

const cellsOf = (layer: ComparedLayer) => [
  formatSqnr(decibel(layer.own.sqnr_db)),
  formatSqnr(decibel(layer.isolated.sqnr_db)),
  formatSqnr(decibel(layer.accumulated.sqnr_db)),
  formatShare(layer.isolated.saturation),
  formatSignificant(layer.accumulated.max_abs),
  formatCount(layer.accumulated.accumulator_overflows),
];
const HEADINGS = ['own', 'isolated', 'accumulated', 'saturation', 'maxAbs', 'overflows'] as const;

/** The same as a bar: longer is worse, so that it is seen without its colour. */
function Bar({ sqnr }: { sqnr: number | undefined }) {
  const bad = sqnr === Infinity ? 0 : badness(sqnr);
  return (
    <svg viewBox="0 0 64 8" width="64" height="8" aria-hidden>
      <rect width="64" height="8" fill="var(--q-raised)" />
      <rect width={64 * bad} height="8" fill={viridis(0.25 + 0.6 * (1 - bad))} />
    </svg>
  );
}

export function CompareView({ result, experiment }: { result: CompareResult; experiment: string | undefined }) {
  const t = useTexts();
  return (
    <div className={classes['view']}>
      <div className={classes['head']}>
        <p>{t('results.compareText', { mode: result.mode.toUpperCase(), count: result.pictures })}</p>
        <CopyButton
          what={t('results.layers')}
          text={() => tabSeparated([['#', t('results.layer'), t('results.kind'), ...HEADINGS.map((key) => t(`results.${key}`))], ...result.layers.map((layer) => [layer.index, layer.name, layer.kind, ...cellsOf(layer)])])}
        />
      </div>
      <table className={classes['table']}>
        <caption className="q-hidden">{t('results.layers')}</caption>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('results.layer')}</th>
            <th scope="col">{t('results.kind')}</th>
            <th scope="col">{t('results.blame')}</th>
            {HEADINGS.map((key) => (
              <th key={key} scope="col" className="q-number" title={t(`resultHelp.${key}`)}>
                {t(`results.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.layers.map((layer) => (
            <tr key={layer.index}>
              <td>{layer.index}</td>
              <th scope="row">
                <LayerLink experiment={experiment} layer={layer.index} name={layer.name} />
              </th>
              <td>{layer.kind}</td>
              <td>
                <Bar sqnr={decibel(layer.own.sqnr_db)} />
              </td>
              {cellsOf(layer).map((text, index) => (
                <td key={HEADINGS[index]} className="q-number">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
