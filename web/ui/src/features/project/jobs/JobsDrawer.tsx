// SPDX-License-Identifier: Apache-2.0
// The jobs of a project, at the bottom right: what runs, how far it is, what went wrong.
import { useState } from 'react';
import { useJobs } from '@shared/api/queries';
import type { Job } from '@shared/api/types';
import { useShortcuts } from '@shared/ui/shortcuts';
import { EmptyState, Loaded } from '@shared/ui/states';
import { useTexts } from '../texts';
import { JobRow } from './JobRow';
import { useJobTitle } from './title';
import classes from './jobs.module.css';

const OPEN = 'qsim-jobs-open';
const active = ({ state }: Job) => state === 'queued' || state === 'running';

/** For those who hear the page: what has just ended. */
function Announcer({ jobs }: { jobs: readonly Job[] }) {
  const t = useTexts();
  const titleOf = useJobTitle();
  const [known, setKnown] = useState<readonly Job[]>(jobs);
  const [text, setText] = useState('');
  if (known !== jobs) {
    setKnown(jobs);
    const ended = jobs.find((job) => !active(job) && known.some((old) => old.id === job.id && active(old)));
    if (ended) setText(`${titleOf(ended)}: ${t(`jobStates.${ended.state}`)}`);
  }
  return (
    <span className="q-hidden" role="status">
      {text}
    </span>
  );
}

function Heading({ jobs, open, onToggle }: { jobs: readonly Job[]; open: boolean; onToggle: () => void }) {
  const t = useTexts();
  const running = jobs.filter(active).length;
  const last = jobs[0];
  const failed = last?.state === 'failed';
  return (
    <h2 className={classes['heading']}>
      <button type="button" aria-expanded={open} className={classes['toggle']} onClick={onToggle}>
        <span aria-hidden>{open ? '▾' : '▴'}</span> {t('jobs.title')}
        <span className={classes['summary']} data-failed={failed || undefined}>
          {running > 0 ? t('jobs.running', { count: running }) : last ? t(failed ? 'jobs.lastFailed' : 'jobs.idle') : t('jobs.none')}
        </span>
      </button>
    </h2>
  );
}

export function JobsDrawer({ project, onResult }: { project: string; onResult: (job: string) => void }) {
  const t = useTexts();
  const jobs = useJobs(project);
  const [open, setOpen] = useState(() => localStorage.getItem(OPEN) !== 'no');
  const toggle = () => {
    localStorage.setItem(OPEN, open ? 'no' : 'yes');
    setOpen(!open);
  };
  useShortcuts(t('jobs.title'), [{ keys: 'J', text: t('jobs.toggle'), run: toggle }]);
  const list = jobs.data ?? [];
  const order = [...list].sort((a, b) => Number(active(b)) - Number(active(a)));
  return (
    <aside className={classes['drawer']} aria-label={t('jobs.title')} data-open={open || undefined}>
      <Heading jobs={list} open={open} onToggle={toggle} />
      <Announcer jobs={list} />
      {open && (
        <div className={classes['body']}>
          <Loaded query={jobs} lines={2}>
            {() =>
              order.length === 0 ? (
                <EmptyState title={t('jobs.none')}>{t('jobs.noneHelp')}</EmptyState>
              ) : (
                <ul className={classes['list']}>
                  {order.map((job) => (
                    <JobRow key={job.id} job={job} onResult={onResult} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </div>
      )}
    </aside>
  );
}
