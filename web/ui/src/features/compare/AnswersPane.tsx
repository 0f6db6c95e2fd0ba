// SPDX-License-Identifier: Apache-2.0
// What both experiments say of the picture: boxes over it beside FLOAT's, or classes.
import { usePicture } from '@shared/api/picture';
import type { Answers, ProjectFile } from '@shared/api/types';
import { formatScore, formatSqnr, NONE } from '@shared/format';
import { match, type Box } from '@shared/results/boxes';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { Pane } from '@shared/ui/Pane';
import classes from './compare.module.css';
import { useTexts } from './texts';
import type { Side } from './useSides';

function Boxes({ boxes, color, dash }: { boxes: readonly Box[]; color: string; dash?: string }) {
  return boxes.map((box, index) => (
    <rect
      // Boxes have no names of their own.
      key={index}
      x={box.x}
      y={box.y}
      width={box.width}
      height={box.height}
      fill="none"
      stroke={color}
      strokeWidth="2"
      strokeDasharray={dash}
      vectorEffect="non-scaling-stroke"
    >
      <title>{`${box.name} ${formatScore(box.score)}`}</title>
    </rect>
  ));
}

function SideAnswer({ name, answers, address, path }: { name: string; answers: Answers; address: string | undefined; path: string }) {
  const t = useTexts();
  const { pairs, added, lost } = match(answers.run.boxes, answers.float.boxes);
  const rows = [
    ...pairs.map(({ run, float }) => ({ name: run.name, run: run.score, float: float.score })),
    ...lost.map((box) => ({ name: box.name, run: undefined, float: box.score })),
    ...added.map((box) => ({ name: box.name, run: box.score, float: undefined })),
    ...answers.run.classes.map((entry) => ({ name: entry.name, run: entry.score, float: answers.float.classes.find((other) => other.class === entry.class)?.score })),
  ];
  return (
    <div className={classes['answer']}>
      <h3>
        {name}
        <CopyButton
          what={t('table', { name })}
          text={() => tabSeparated([[t('class'), t('score'), t('floatScore')], ...rows.map((row) => [row.name, row.run === undefined ? NONE : formatScore(row.run), row.float === undefined ? NONE : formatScore(row.float)])])}
        />
      </h3>
      {address && (
        <div className={classes['shown']}>
          <img src={address} alt={path} />
          <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
            <Boxes boxes={answers.float.boxes} color="var(--q-float)" dash="4 3" />
            <Boxes boxes={answers.run.boxes} color="var(--q-int)" />
          </svg>
        </div>
      )}
      <p className={classes['note']}>
        {t('boxes', { count: answers.run.boxes.length })} · {t('ofFloat', { count: answers.float.boxes.length })} · {t('lost', { count: lost.length })} · {t('added', { count: added.length })} · SQNR{' '}
        {formatSqnr(answers.sqnr)}
      </p>
      <table className={classes['table']}>
        <caption className="q-hidden">{t('table', { name })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('class')}</th>
            <th scope="col" className="q-number">{t('score')}</th>
            <th scope="col" className="q-number">{t('floatScore')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} data-differs={row.run === undefined || row.float === undefined || undefined}>
              <th scope="row">{row.name}</th>
              <td className="q-number">{row.run === undefined ? NONE : formatScore(row.run)}</td>
              <td className="q-number">{row.float === undefined ? NONE : formatScore(row.float)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function AnswersPane({ picture, a, b }: { picture: ProjectFile | undefined; a: Side; b: Side }) {
  const t = useTexts();
  const address = usePicture(picture);
  return (
    <Pane title={t('answers')} className={classes['answers']}>
      <p className={classes['legend']}>{t('dashed')}</p>
      <div className={classes['pair']}>
        {[a, b].map(
          (side, index) =>
            side.answers && (
              <SideAnswer key={index === 0 ? 'a' : 'b'} name={`${index === 0 ? 'A' : 'B'} · ${side.experiment!.name}`} answers={side.answers} address={address} path={picture?.path ?? ''} />
            ),
        )}
      </div>
    </Pane>
  );
}
