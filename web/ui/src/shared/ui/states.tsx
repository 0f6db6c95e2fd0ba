// SPDX-License-Identifier: Apache-2.0
// What a pane shows when it has nothing to show: empty, loading, failed or offline.
import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isApiError } from '@shared/api/client';
import { ErrorText } from '@shared/reasons';
import classes from './states.module.css';
import { useTexts } from './texts';

export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes['state']}>
      <p className={classes['title']}>{title}</p>
      {children && <div className={classes['text']}>{children}</div>}
      {action}
    </div>
  );
}

export function LoadingState({ lines = 3 }: { lines?: number }) {
  const t = useTexts();
  return (
    <div className={classes['loading']} role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={16} width={`${90 - 18 * (line % 3)}%`} />
      ))}
    </div>
  );
}

export function ErrorState({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const t = useTexts();
  const offline = isApiError(error, 'offline');
  const request = isApiError(error) ? error.request : '';
  return (
    <div className={classes['state']} role="alert">
      <p className={classes['title']}>{offline ? t('offline') : t('failed')}</p>
      <div className={classes['text']}>{offline ? t('offlineHelp') : <ErrorText error={error} />}</div>
      {request && <div className={classes['fine']}>{t('request', { id: request })}</div>}
      {retry && (
        <Button size="xs" variant="default" onClick={retry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/** `children` of the document of a query, or the state that stands for it. An old document stays while a new one fails. */
export function Loaded<T>({
  query,
  children,
  lines,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  lines?: number;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <LoadingState {...(lines === undefined ? {} : { lines })} />;
}
