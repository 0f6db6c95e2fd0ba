// SPDX-License-Identifier: Apache-2.0
// Cross inference: the front of the network in one mode, or one layer alone, and what that costs.
import { decibel, scoreOf, type CrossPoint, type CrossResult } from '@shared/api/results';
import { formatScore, formatSqnr } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { useTexts } from '../texts';
import { LinePlot } from '@shared/plot/LinePlot';
import { LayerLink } from './LayerLink';
import classes from './results.module.css';

const percent = (score: number | undefined) => (score === undefined ? undefined : score * 100);

export function CrossView({ result, experiment }: { result: CrossResult; experiment: string | undefined }) {
  const t = useTexts();
  const names = result.prefix.map(({ name }) => name);
  const single = new Map(result.single.map((point) => [point.layer, point]));
  const metric = result.metric === 'top1' ? 'top-1' : 'mAP@.5';
  const mode = result.mode.toUpperCase();
  const changes = (point: CrossPoint | undefined) =>
    point?.boxes ? `${point.boxes.lost} / ${point.boxes.new}` : point?.changed !== undefined ? String(point.changed) : '';
  const rows = result.prefix.map((point) => {
    const alone = single.get(point.layer);
    return [
      formatScore(scoreOf(point)),
      formatSqnr(decibel(point.sqnr_db)),
      changes(point),
      formatScore(alone && scoreOf(alone)),
      formatSqnr(decibel(alone?.sqnr_db)),
      changes(alone),
    ];
  });
  const headings = [
    `${t('results.upTo')} ${metric}`,
    `${t('results.upTo')} SQNR`,
    `${t('results.upTo')} ${t(result.metric === 'top1' ? 'results.changed' : 'results.lostNew')}`,
    `${t('results.only')} ${metric}`,
    `${t('results.only')} SQNR`,
    `${t('results.only')} ${t(result.metric === 'top1' ? 'results.changed' : 'results.lostNew')}`,
  ];
  return (
    <div className={classes['view']}>
      <div className={classes['head']}>
        <p>{t('results.crossText', { mode, count: result.pictures })}</p>
        <CopyButton what={t('results.layers')} text={() => tabSeparated([['#', t('results.layer'), ...headings], ...result.prefix.map((point, index) => [point.layer, point.name, ...rows[index]!])])} />
      </div>
      <LinePlot
        label={t('results.crossPlot', { metric })}
        unit={t('results.points')}
        names={names}
        levels={[{ label: 'FLOAT', value: result.float * 100 }]}
        curves={[
          { label: `${t('results.upTo')} · ${mode}`, color: 'var(--q-int)', points: result.prefix.map((point) => percent(scoreOf(point))) },
          { label: `${t('results.only')} · ${mode}`, color: 'var(--q-float)', dash: '5 3', points: result.prefix.map(({ layer }) => percent(scoreOf(single.get(layer) ?? {}))) },
        ]}
      />
      <LinePlot
        label={t('results.noisePlot')}
        unit="dB"
        names={names}
        curves={[
          { label: `${t('results.upTo')} · SQNR`, color: 'var(--q-int)', points: result.prefix.map(({ sqnr_db }) => decibel(sqnr_db)) },
          { label: `${t('results.only')} · SQNR`, color: 'var(--q-float)', dash: '5 3', points: result.prefix.map(({ layer }) => decibel(single.get(layer)?.sqnr_db)) },
        ]}
      />
      <table className={classes['table']}>
        <caption className="q-hidden">{t('results.layers')}</caption>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('results.layer')}</th>
            {headings.map((heading) => (
              <th key={heading} scope="col" className="q-number">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.prefix.map((point, index) => (
            <tr key={point.layer}>
              <td>{point.layer}</td>
              <th scope="row">
                <LayerLink experiment={experiment} layer={point.layer} name={point.name} />
              </th>
              {rows[index]!.map((text, column) => (
                <td key={headings[column]} className="q-number">
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
