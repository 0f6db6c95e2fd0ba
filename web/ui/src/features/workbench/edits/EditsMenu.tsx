// SPDX-License-Identifier: Apache-2.0
// What was changed, like a diff: each change with what it did to the noise at the head, undo and redo, and a new experiment of all of it.
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatSqnr } from '@shared/format';
import { CopyButton } from '@shared/ui/CopyButton';
import { useSimulation, useWorkbench } from '../context';
import { useTexts } from '../texts';
import classes from './edits.module.css';
import { MenuPopover } from './MenuPopover';
import { useSuggestion } from './useSuggestion';

export function EditsMenu() {
  const t = useTexts();
  const { session, snapshot } = useWorkbench();
  const simulation = useSimulation();
  const { edits, redo } = simulation;
  const [name, setName] = useState('');
  const blocked = simulation.busy || snapshot.pending !== undefined || simulation.state !== 'live';
  const suggestion = useSuggestion();
  const left = edits.filter(({ ofPicture }) => ofPicture);
  const base = session.effects.after(simulation, 0);
  const save = async () => {
    if (await session.save(name.trim() || suggestion)) setName('');
  };
  return (
    <MenuPopover button={t('edits.button')} title={t('edits.title')} count={edits.length} position="bottom-end">
      {edits.length === 0 && <p className={classes['none']}>{t('edits.none')}</p>}
      <ol className={classes['list']} aria-label={t('edits.title')}>
        {edits.map((edit, index) => {
          const effect = session.effects.of(simulation, index);
          const after = session.effects.after(simulation, index + 1);
          return (
            <li key={`${index}-${edit.text}`}>
              <span className={classes['sign']} aria-hidden>
                {edit.kind === 'values' ? '~' : '+'}
              </span>
              <code lang="en">{edit.text}</code>
              <span className={classes['effect']}>
                {effect !== undefined
                  ? `${effect > 0 ? '+' : ''}${formatSqnr(effect)}`
                  : after === null
                    ? t('timeline.noNoise')
                    : after === undefined
                      ? t('edits.unmeasured')
                      : `= ${formatSqnr(after)}`}
              </span>
            </li>
          );
        })}
      </ol>
      {typeof base === 'number' && edits.length > 0 && <p className={classes['none']}>{t('edits.base', { sqnr: formatSqnr(base) })}</p>}
      <div className={classes['tools']}>
        <Button size="xs" variant="default" disabled={blocked || edits.length === 0} onClick={session.undo}>
          {t('command.undo')} (u)
        </Button>
        <Button size="xs" variant="default" disabled={blocked || redo === 0} onClick={session.redo}>
          {t('command.redo')} (U)
        </Button>
        <CopyButton what={t('edits.title')} text={() => edits.map(({ text }) => text).join('\n')} />
      </div>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput size="xs" style={{ flex: 1 }} label={t('edits.name')} placeholder={suggestion} maxLength={120} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button size="xs" type="submit" loading={snapshot.pending === 'save'} disabled={blocked || edits.length === left.length}>
          {t('edits.save')}
        </Button>
      </form>
      {left.length > 0 && (
        <div className={classes['left']} role="note">
          <p>{t('edits.left', { count: left.length })}</p>
          <ul aria-label={t('edits.notSaved')}>
            {left.map(({ text }, index) => (
              <li key={index}>
                <code lang="en">{text}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {snapshot.saved && (
        <p role="status" className={classes['none']}>
          {t('edits.saved', { name: snapshot.saved.name })}{' '}
          <Link to="/experiments/$experiment/workbench" params={{ experiment: snapshot.saved.id }}>
            {t('edits.openIt')}
          </Link>{' '}
          <Link to="/projects/$project" params={{ project: snapshot.saved.project }}>
            {t('edits.seeTable')}
          </Link>
        </p>
      )}
    </MenuPopover>
  );
}
