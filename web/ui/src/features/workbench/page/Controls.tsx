// SPDX-License-Identifier: Apache-2.0
// Steps, stops and where the run stands.
import { Button, Progress } from '@mantine/core';
import { formatMilliseconds } from '@shared/format';
import { ServerText } from '@shared/reasons';
import { useSimulation, useWorkbench } from '../context';
import { StopsMenu } from '../edits/StopsMenu';
import { useTexts } from '../texts';
import type { Commands } from './commands';
import classes from './workbench.module.css';

/** Milliseconds: what took less says nothing, such as a move to where the run stands already. */
const shortest = 0.1;

export function Controls({ commands }: { commands: Commands }) {
  const t = useTexts();
  const { graph, snapshot } = useWorkbench();
  const { position, layers, state, busy, stale, hits } = useSimulation();
  const dead = snapshot.phase === 'closed' || state === 'failed' || state === 'unresponsive';
  const at = snapshot.progress ?? position;
  const took = snapshot.milliseconds ?? 0;
  const button = (text: string, label: string, run: () => void, disabled: boolean, key?: string) => (
    <Button size="compact-sm" variant="default" aria-label={label} title={key ? `${label} (${key})` : label} onClick={run} disabled={dead || disabled}>
      {text}
    </Button>
  );
  return (
    <div className={classes['controls']}>
      <Button.Group>
        {button('|◀◀', t('command.toStart'), commands.toStart, position === 0, 'Home')}
        {button(`◀ ${t('command.stepShort')}`, t('command.stepBack'), commands.stepBack, position === 0, 'S')}
        {button(`${t('command.stepShort')} ▶`, t('command.step'), commands.step, position === layers, 's')}
        {button('▶▶', t('command.continue'), commands.continue, position === layers && stale.length === 0, 'c')}
        {button('▶▶|', t('command.toEnd'), commands.toEnd, position === layers && stale.length === 0, 'End')}
      </Button.Group>
      <StopsMenu />
      <span className={classes['where']} data-testid="where" data-position={position} data-busy={busy || undefined}>
        {busy
          ? t('where.moving', { layer: at, layers })
          : position === layers
            ? t('where.end', { layers })
            : t('where.before', { layer: position, name: graph.layers[position]?.name ?? '', layers })}
        {stale.length > 0 && !busy && ` · ${t('where.stale', { count: stale.length })}`}
        {took >= shortest && !busy && ` · ${t('where.took', { time: formatMilliseconds(took) })}`}
      </span>
      {!busy && hits.length > 0 && (
        <span className={classes['stopped']} data-testid="stopped">
          <b>{t('where.stopped')}</b>
          {hits.map(({ layer, text }) => (
            <span key={`${layer} ${text}`}>
              <ServerText text={text} />
            </span>
          ))}
        </span>
      )}
      {busy && <Progress className={classes['progress'] ?? ''} size="sm" value={layers > 0 ? (100 * at) / layers : 0} aria-label={t('where.progress')} />}
      {snapshot.pending === 'edit' && <span className={classes['where']}>{t('where.editing')}</span>}
      {snapshot.pending === 'picture' && <span className={classes['where']}>{t('where.picture')}</span>}
      {snapshot.pending === 'resume' && <span className={classes['where']}>{t('where.resuming')}</span>}
    </div>
  );
}
