// SPDX-License-Identifier: Apache-2.0
// What the colours and borders of the graph mean, with numbers.
import { viridis } from '@shared/colors';
import { legendMarks, type Measure } from '../colour/measure';
import { useTexts } from '../texts';
import classes from './graph.module.css';

const ramp = `linear-gradient(to right, ${Array.from({ length: 9 }, (_, stop) => viridis(stop / 8)).join(', ')})`;

export function Legend({ measure }: { measure: Measure }) {
  const t = useTexts();
  const marks = legendMarks(measure);
  return (
    <div className={classes['foot']}>
      <div className={classes['legend']}>
        <span>{t(`measure.${measure}`)}</span>
        <div>
          <div className={classes['ramp']} style={{ background: ramp }} />
          <div className={classes['marks']}>
            {marks.map(({ level, value }) => (
              <span key={value} style={{ left: `${6 + level * 88}%` }}>
                {value}
              </span>
            ))}
          </div>
        </div>
        <span>{marks[0]!.unit}</span>
      </div>
      <div className={`${classes['legend']} ${classes['modes']}`}>
        {(['float', 'hybrid', 'int'] as const).map((mode) => (
          <span key={mode}>
            <i className={classes['swatch']} style={{ borderColor: `var(--q-${mode})`, borderStyle: mode === 'hybrid' ? 'dashed' : 'solid' }} />
            {t(`mode.${mode}`)}
          </span>
        ))}
        <span className={classes['hint']}>{t('graph.lassoHint')}</span>
      </div>
    </div>
  );
}
