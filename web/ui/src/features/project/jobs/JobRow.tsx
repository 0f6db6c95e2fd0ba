// SPDX-License-Identifier: Apache-2.0
// One job: its progress with rate and time left, or what became of it and what to do next.
import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@shared/api/client';
import { applyEvent } from '@shared/events/apply';
import type { Job } from '@shared/api/types';
import { formatAge, formatCount, formatSeconds, formatSignificant } from '@shared/format';
import { useLanguage } from '@shared/i18n';
import { ServerText } from '@shared/reasons';
import { notifyError } from '@shared/ui/notify';
import { useTexts } from '../texts';
import { JobLog } from './JobLog';
import { useJobTitle } from './title';
import classes from './jobs.module.css';

function JobProgress({ job }: { job: Job }) {
  const t = useTexts();
  const title = useJobTitle()(job);
  const { progress } = job;
  if (job.state === 'queued') return <p className={classes['fine']}>{t('jobs.queued')}</p>;
  if (!progress) return <Progress value={100} animated size="sm" aria-label={title} />;
  const share = progress.total > 0 ? (100 * progress.done) / progress.total : 100;
  return (
    <>
      <Progress value={share} size="sm" aria-label={title} />
      <p className={classes['fine']}>
        <span lang="en">{progress.label}</span> · {formatCount(progress.done)} / {formatCount(progress.total)} <span lang="en">{progress.unit}</span>
        {progress.rate !== undefined && (
          <>
            {` · ${formatSignificant(progress.rate, 3)} `}
            <span lang="en">{progress.unit}/s</span>
          </>
        )}
        {progress.secondsLeft !== undefined && ` · ${t('left', { time: formatSeconds(progress.secondsLeft) })}`}
      </p>
    </>
  );
}

function Outcome({ job }: { job: Job }) {
  const t = useTexts();
  const language = useLanguage();
  const took = job.started && job.finished ? (Date.parse(job.finished) - Date.parse(job.started)) / 1000 : undefined;
  return (
    <>
      <p className={classes['fine']}>
        {t(`jobStates.${job.state}`)}
        {job.finished && ` · ${formatAge(job.finished, language)}`}
        {took !== undefined && took > 0 && ` · ${t('jobs.took', { time: formatSeconds(took) })}`}
        {job.attempts > 1 && ` · ${t('jobs.attempts', { count: job.attempts })}`}
      </p>
      {job.state === 'failed' && (
        <div className={classes['failure']} role="alert">
          <p>{job.message ? <ServerText text={job.message} reason={job.messageReason} /> : t('jobs.noMessage')}</p>
          {job.advice && (
            <p>
              <b>{t('jobs.advice')}</b> <ServerText text={job.advice} reason={job.adviceReason} />
            </p>
          )}
        </div>
      )}
    </>
  );
}

const RESULTS: readonly Job['kind'][] = ['evaluate', 'compare', 'cross'];

export function JobRow({ job, onResult }: { job: Job; onResult: (job: string) => void }) {
  const t = useTexts();
  const title = useJobTitle()(job);
  const client = useQueryClient();
  const [log, setLog] = useState(false);
  const path = { job: job.id };
  const done = { onSuccess: (changed: Job) => applyEvent(client, { kind: 'job', job: changed }), onError: (error: Error) => notifyError(error, t('failed')) };
  const cancel = useMutation({ mutationFn: () => unwrap(api.POST('/jobs/{job}/cancel', { params: { path } })), ...done });
  const retry = useMutation({ mutationFn: () => unwrap(api.POST('/jobs/{job}/retry', { params: { path } })), ...done });
  const active = job.state === 'queued' || job.state === 'running';
  const again = job.state === 'failed' || job.state === 'cancelled';

  return (
    <li className={classes['job']} data-state={job.state} aria-label={title}>
      <div className={classes['text']}>
        <div className={classes['title']}>{title}</div>
        {active ? <JobProgress job={job} /> : <Outcome job={job} />}
        {job.note && (
          <p className={classes['fine']}>
            <ServerText text={job.note} reason={job.noteReason} />
          </p>
        )}
      </div>
      <div className={classes['actions']}>
        {active && (
          <Button size="compact-xs" variant="default" loading={cancel.isPending} aria-label={t('jobs.cancelOne', { title })} onClick={() => cancel.mutate()}>
            {t('cancel')}
          </Button>
        )}
        {again && (
          <Button size="compact-xs" variant="default" loading={retry.isPending} aria-label={t('jobs.retryOne', { title })} onClick={() => retry.mutate()}>
            {t('retry')}
          </Button>
        )}
        {job.state === 'done' && RESULTS.includes(job.kind) && (
          <Button size="compact-xs" variant="default" aria-label={t('jobs.resultOne', { title })} onClick={() => onResult(job.id)}>
            {t('jobs.result')}
          </Button>
        )}
        {job.state !== 'queued' && (
          <Button size="compact-xs" variant="subtle" aria-expanded={log} aria-label={t('jobs.logOne', { title })} onClick={() => setLog(!log)}>
            {t('jobs.log')}
          </Button>
        )}
      </div>
      {log && <JobLog job={job} />}
    </li>
  );
}
