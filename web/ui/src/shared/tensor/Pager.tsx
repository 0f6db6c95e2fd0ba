// SPDX-License-Identifier: Apache-2.0
// Over the pictures of a tensor: which channels they are, and the way to others.
import { Button } from '@mantine/core';
import { useTexts } from './texts';
import classes from './tensor.module.css';
import type { Page } from './usePage';

interface Props {
  page: Page;
  /** side of the blocks of which one value was sent */
  step: number;
  onChannel: (channel: number | undefined) => void;
}

export function Pager({ page, step, onChannel }: Props) {
  const t = useTexts();
  const { one, start, count, channels, perPage, turn } = page;
  const button = (text: string, label: string, disabled: boolean, run: () => void) => (
    <Button size="compact-xs" variant="default" aria-label={label} disabled={disabled} onClick={run}>
      {text}
    </Button>
  );
  return (
    <div className={classes['pager']}>
      {one ? (
        <>
          <Button size="compact-xs" variant="default" onClick={() => onChannel(undefined)}>
            {t('pictures.all')}
          </Button>
          {button('‹', t('pictures.previousChannel'), start === 0, () => onChannel(start - 1))}
          <span>{t('pictures.channel', { channel: start, count: channels })}</span>
          {button('›', t('pictures.nextChannel'), start >= channels - 1, () => onChannel(start + 1))}
        </>
      ) : (
        <>
          {button('‹', t('pictures.previousPage'), start === 0, () => turn(start - perPage))}
          <span>{t('pictures.channels', { first: start, last: start + count - 1, count: channels })}</span>
          {button('›', t('pictures.nextPage'), start + count >= channels, () => turn(start + perPage))}
        </>
      )}
      {step > 1 && <span className="q-dim">{t('pictures.blocks', { step })}</span>}
    </div>
  );
}
