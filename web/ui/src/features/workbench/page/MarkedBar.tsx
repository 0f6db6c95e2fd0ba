// SPDX-License-Identifier: Apache-2.0
// For a stretch that is marked: its mode, in one step (cross inference).
import { Button } from '@mantine/core';
import { useWorkbench } from '../context';
import { useTexts } from '../texts';
import { modes, type Mode } from '../types';
import classes from './workbench.module.css';

export function MarkedBar({ onMode }: { onMode: (mode: Mode) => void }) {
  const t = useTexts();
  const { marked, mark, go } = useWorkbench();
  if (marked.size < 1) return null;
  const layers = [...marked];
  const words = { count: layers.length, first: Math.min(...layers), last: Math.max(...layers) };
  return (
    <div className={classes['bar2']} role="toolbar" aria-label={t('marked.title')}>
      <span>{t('marked.text', words)}</span>
      <Button.Group>
        {modes.map((mode, index) => (
          <Button key={mode} size="compact-xs" variant="default" onClick={() => onMode(mode)}>
            {t(`mode.${mode}`)} ({index + 1})
          </Button>
        ))}
      </Button.Group>
      <Button size="compact-xs" variant="default" onClick={() => go({ tab: 'edit' })}>
        {t('marked.edit')}
      </Button>
      <Button size="compact-xs" variant="subtle" aria-label={t('command.clear')} onClick={() => mark(new Set())}>
        ×
      </Button>
    </div>
  );
}
