// SPDX-License-Identifier: Apache-2.0
// The answer: FLOAT's and the run's boxes over the picture, the noise at the head, what was lost.
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { formatScore, formatSqnr, NONE } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { useSimulation, useWorkbench } from '../context';
import { useTexts } from '../texts';
import { modeOfRun, type Answers } from '../types';
import { BoxedPicture } from './BoxedPicture';
import { compareBoxes, compareClasses } from './match';
import classes from './result.module.css';
import { useImage } from './useImage';

export function ResultStrip() {
  const t = useTexts();
  const { snapshot, session } = useWorkbench();
  const { position, layers, busy, state, stale } = useSimulation();
  // An answer from before a change stays, as such, until the new one is there.
  const old = busy || snapshot.answering || stale.length > 0;
  // Nothing works on an answer where there is no engine.
  const gone = state === 'live' ? undefined : state;
  const deciding = !gone && !busy && position === layers;
  return (
    <section className={classes['strip']} aria-label={t('result.title')} aria-busy={old && state === 'live'} data-old={old || undefined}>
      {snapshot.answer ? (
        <Result answers={snapshot.answer} />
      ) : (
        <p className={classes['wait']}>
          {gone ? t(`result.${gone}`) : busy ? t('result.running') : deciding ? t('result.deciding') : t('result.wait', { position, layers })}{' '}
          {!busy && !deciding && !gone && (
            <Button size="compact-xs" variant="default" onClick={() => session.move({ kind: 'continue' })}>
              {t('command.continue')}
            </Button>
          )}
        </p>
      )}
    </section>
  );
}

/** Of lost and moved boxes each, and of all with those that are new: what the strip has room for. The copy has all. */
const listed = 3;
const together = 6;

const change = (value: number | undefined) => (value === undefined ? NONE : `${value > 0 ? '+' : ''}${formatScore(value)}`);

function Result({ answers }: { answers: Answers }) {
  const t = useTexts();
  const { graph } = useWorkbench();
  const simulation = useSimulation();
  const image = useImage(simulation.picture).data;
  const mode = modeOfRun(graph, simulation.modes);
  const boxes = useMemo(() => compareBoxes(answers.run, answers.float), [answers]);
  const room = Math.min(listed, together - Math.min(listed, boxes.lost.length) - Math.min(listed, boxes.pairs.length));
  const classify = graph.detector ? undefined : compareClasses(answers);
  const name = t(mode === 'mixed' ? 'mode.mixed' : `mode.${mode}`);
  const colour = mode === 'mixed' ? 'var(--q-text)' : `var(--q-${mode})`;
  return (
    <>
      <div className={classes['pictures']}>
        <BoxedPicture title={t('mode.float')} image={image} boxes={answers.float.boxes} colour="var(--q-float)" />
        <BoxedPicture title={mode === 'float' ? t('pictures.run') : name} image={image} boxes={answers.run.boxes} lost={boxes.lost} colour={colour} />
      </div>
      <dl className={classes['facts']}>
        <div className={classes['fact']}>
          <dt>{t('result.sqnr')}</dt>
          <dd data-testid="head-sqnr">{answers.sqnr === undefined ? t('timeline.noNoise') : formatSqnr(answers.sqnr)}</dd>
        </div>
        {graph.detector && (
          <>
            <div className={classes['fact']}>
              <dt>{t('result.boxes')}</dt>
              <dd data-testid="boxes">
                {boxes.found}/{boxes.total} {boxes.extra.length > 0 && <small>{t('result.extra', { count: boxes.extra.length })}</small>}
              </dd>
            </div>
            <div className={classes['fact']}>
              <dt title={t('result.scoresHelp')}>
                {t('result.scores')} <small>{t('result.lostCount')}</small>
              </dt>
              <dd data-testid="scores">{change(boxes.scoreChange)}</dd>
            </div>
          </>
        )}
        {classify && (
          <div className={classes['fact']}>
            <dt>{t('result.class')}</dt>
            <dd data-testid="class">
              {classify.run} <small>{classify.same ? t('result.same') : t('result.other', { name: classify.float })}</small> {change(classify.scoreChange)}
            </dd>
          </div>
        )}
      </dl>
      {graph.detector && (
        <div className={classes['boxes']}>
          <table className={classes['table']} aria-label={t('result.each')}>
            <tbody>
              {boxes.lost.slice(0, listed).map((box, index) => (
                <tr key={index} data-lost>
                  <td>{t('result.lost', { name: box.name })}</td>
                  <td>{formatScore(box.score)} →</td>
                  <td>{change(-box.score)}</td>
                </tr>
              ))}
              {boxes.pairs.slice(0, listed).map(({ run, float }, index) => (
                <tr key={index}>
                  <td>{run.name}</td>
                  <td>
                    {formatScore(float.score)} → {formatScore(run.score)}
                  </td>
                  <td>{change(run.score - float.score)}</td>
                </tr>
              ))}
              {boxes.extra.slice(0, room).map((box, index) => (
                <tr key={index}>
                  <td>{t('result.new', { name: box.name })}</td>
                  <td>→ {formatScore(box.score)}</td>
                  <td />
                </tr>
              ))}
            </tbody>
          </table>
          <CopyButton what={t('result.title')} text={() => tableOf(answers)} />
        </div>
      )}
    </>
  );
}

function tableOf({ run, float }: Answers): string {
  const lines = (name: string, answer: Answers['run']) =>
    [
    ...answer.boxes.map((box) => [name, box.name, box.score, box.x, box.y, box.width, box.height]),
    ...answer.classes.map((entry) => [name, entry.name, entry.score]),
  ];
  return tabSeparated([['run', 'name', 'score', 'x', 'y', 'width', 'height'], ...lines('FLOAT', float), ...lines('run', run)]);
}
