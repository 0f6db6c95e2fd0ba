// SPDX-License-Identifier: Apache-2.0
// What is being sent: one bar for all with rate and time left, and a line for each file that still matters.
import { Button, Progress } from '@mantine/core';
import { formatBytes, formatSeconds } from '@shared/format';
import { ErrorText } from '@shared/reasons';
import { useTexts } from '../texts';
import classes from './uploads.module.css';
import type { Upload, UploadQueue } from './queue';

const SHOWN = 8; // lines; thousands of pictures are a number

function Line({ upload, queue }: { upload: Upload; queue: UploadQueue }) {
  const t = useTexts();
  return (
    <li className={classes['line']}>
      <span className={classes['path']} title={upload.path}>
        {upload.path}
      </span>
      <span className={classes['state']}>
        {upload.state === 'sending' ? `${upload.bytes ? Math.floor((100 * upload.sent) / upload.bytes) : 0} %` : t(`uploads.${upload.state}`)}
      </span>
      {(upload.state === 'waiting' || upload.state === 'sending') && (
        <Button size="compact-xs" variant="subtle" aria-label={t('uploads.cancelOne', { path: upload.path })} onClick={() => queue.cancel(upload.id)}>
          {t('cancel')}
        </Button>
      )}
      {(upload.state === 'failed' || upload.state === 'cancelled') && (
        <Button size="compact-xs" variant="subtle" aria-label={t('uploads.retryOne', { path: upload.path })} onClick={() => queue.retry(upload.id)}>
          {t('retry')}
        </Button>
      )}
      {upload.error && (
        <span className={classes['message']}>
          <ErrorText error={upload.error} />
        </span>
      )}
    </li>
  );
}

export function UploadList({ uploads, queue }: { uploads: readonly Upload[]; queue: UploadQueue }) {
  const t = useTexts();
  if (uploads.length === 0) return null;
  const totals = queue.totals();
  const order = { failed: 0, sending: 1, waiting: 2, cancelled: 3, done: 4 };
  const lines = uploads.filter(({ state }) => state !== 'done').sort((a, b) => order[a.state] - order[b.state]);
  const share = totals.bytes > 0 ? (100 * totals.sent) / totals.bytes : 100;
  return (
    <section className={classes['uploads']} aria-label={t('uploads.title')}>
      <div className={classes['line']}>
        <span className={classes['path']} role="status">
          {totals.active
            ? t('uploads.progress', { done: totals.done, files: totals.files })
            : t('uploads.ended', { done: totals.done, failed: totals.failed })}
        </span>
        {totals.active ? (
          <Button size="compact-xs" variant="subtle" onClick={() => queue.cancelAll()}>
            {t('uploads.cancelAll')}
          </Button>
        ) : (
          <>
            {totals.failed > 0 && (
              <Button size="compact-xs" variant="subtle" onClick={() => queue.retryFailed()}>
                {t('uploads.retryAll')}
              </Button>
            )}
            <Button size="compact-xs" variant="subtle" onClick={() => queue.clear()}>
              {t('uploads.clear')}
            </Button>
          </>
        )}
      </div>
      <Progress value={share} size="sm" aria-label={t('uploads.title')} color={totals.failed ? 'orange' : 'blue'} />
      <div className={classes['fine']}>
        {formatBytes(totals.sent)} / {formatBytes(totals.bytes)}
        {totals.active && totals.rate > 0 && ` · ${formatBytes(totals.rate)}/s`}
        {totals.secondsLeft !== undefined && ` · ${t('left', { time: formatSeconds(totals.secondsLeft) })}`}
      </div>
      <ul className={classes['lines']}>
        {lines.slice(0, SHOWN).map((upload) => (
          <Line key={upload.id} upload={upload} queue={queue} />
        ))}
      </ul>
      {lines.length > SHOWN && <div className={classes['fine']}>{t('uploads.more', { count: lines.length - SHOWN })}</div>}
    </section>
  );
}
