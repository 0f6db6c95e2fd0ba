// SPDX-License-Identifier: Apache-2.0
// What the job's program prints, while it prints it.
import { useEffect, useRef, useState } from 'react';
import { API } from '@shared/api/client';
import type { Job } from '@shared/api/types';
import { CopyButton } from '@shared/ui/CopyButton';
import { useTexts } from '../texts';
import classes from './jobs.module.css';
import { useJobTitle } from './title';

const EVERY = 1000; // ms
const KEPT = 200_000; // characters; the whole is a download away

/** The log as far as it is known. It asks for what is new only. */
function useLog(job: Job): { text: string; failed: boolean } {
  const [text, setText] = useState('');
  const [failed, setFailed] = useState(false);
  const running = job.state === 'running' || job.state === 'queued';
  const ended = useRef(!running);
  ended.current = !running;

  useEffect(() => {
    const stop = new AbortController();
    let seen = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setText('');
    const decoder = new TextDecoder();
    const ask = async () => {
      const last = ended.current;
      try {
        const headers: HeadersInit = seen > 0 ? { Range: `bytes=${seen}-` } : {};
        const response = await fetch(`${API}/jobs/${job.id}/log`, { headers, signal: stop.signal });
        if (response.status === 200 || response.status === 206) {
          const bytes = new Uint8Array(await response.arrayBuffer());
          const fresh = response.status === 200 ? bytes.subarray(seen) : bytes;
          seen += fresh.length;
          const added = decoder.decode(fresh, { stream: true });
          if (added) setText((old) => (old + added).slice(-KEPT));
        }
        // 416: nothing is new.
        setFailed(!response.ok && response.status !== 416);
      } catch {
        if (!stop.signal.aborted) setFailed(true);
      }
      if (!last && !stop.signal.aborted) timer = setTimeout(() => void ask(), EVERY);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [job.id, job.attempts]);
  return { text, failed };
}

export function JobLog({ job }: { job: Job }) {
  const t = useTexts();
  const title = useJobTitle()(job);
  const { text, failed } = useLog(job);
  const box = useRef<HTMLPreElement>(null);
  const stick = useRef(true);
  useEffect(() => {
    if (stick.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  return (
    <div className={classes['log']}>
      <pre
        ref={box}
        role="log"
        aria-label={t('jobs.logOf', { title })}
        // A region that scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          stick.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
      >
        {text ? <span lang="en">{text}</span> : t(failed ? 'jobs.logFailed' : 'jobs.logEmpty')}
      </pre>
      <CopyButton text={text} what={t('jobs.log')} />
      <a href={`${API}/jobs/${job.id}/log`} download={`${job.id}.log`}>
        {t('download')}
      </a>
    </div>
  );
}
