// SPDX-License-Identifier: Apache-2.0
// Accuracy of one mode: the scores, and those of each class.
import { Link } from '@tanstack/react-router';
import { decibel, type EvalResult } from '@shared/api/results';
import { formatCount, formatScore, formatSqnr } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { useTexts } from '../texts';
import classes from './results.module.css';

export function EvalView({ result, experiment }: { result: EvalResult; experiment: string | undefined }) {
  const t = useTexts();
  const deviation = (value: number | undefined) => (value === undefined ? '' : ` ± ${formatScore(value)}`);
  const scores: [string, string][] = [];
  const add = (name: string, score: number | undefined, plus?: number) => {
    if (score !== undefined) scores.push([name, formatScore(score) + deviation(plus)]);
  };
  add('mAP@.5', result.map50, result.deviation);
  add('mAP@[.5:.95]', result.map);
  add(t('results.pooled'), result.pooled_ap50);
  add('top-1', result.top1);
  add('top-5', result.top5);
  add(t('results.fidelity'), result.fidelity);
  add(t('results.drop'), result.drop, result.drop_deviation);
  const classesOf = Object.entries(result.per_class ?? {});
  const worst = result.worst_layer;
  return (
    <div className={classes['view']}>
      <div className={classes['head']}>
        <p>{t('results.evalText', { mode: result.mode.toUpperCase(), count: result.images })}</p>
        <CopyButton what={t('results.title')} text={() => tabSeparated([...scores, ...classesOf.map(([name, { ap50, objects }]) => [name, formatScore(ap50), objects])])} />
      </div>
      <dl className={classes['scores']}>
        {scores.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        {worst && (
          <div>
            <dt>{t('results.worst')}</dt>
            <dd>
              {experiment ? (
                <Link to="/experiments/$experiment/workbench" params={{ experiment }} search={{ layer: worst.index }}>
                  {worst.name}
                </Link>
              ) : (
                worst.name
              )}{' '}
              ({formatSqnr(decibel(worst.sqnr_db))})
            </dd>
          </div>
        )}
      </dl>
      {classesOf.length > 0 && (
        <table className={classes['table']}>
          <caption className="q-hidden">{t('results.perClass')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('results.class')}</th>
              <th scope="col" className="q-number">
                AP@.5
              </th>
              <th scope="col" className="q-number">
                {t('results.objects')}
              </th>
            </tr>
          </thead>
          <tbody>
            {classesOf.map(([name, { ap50, objects }]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="q-number">{formatScore(ap50)}</td>
                <td className="q-number">{formatCount(objects)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
