// SPDX-License-Identifier: Apache-2.0
// What is wrong, in plain words, with the next step beside it.
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ServerText } from '@shared/reasons';
import { simulations } from '../api/simulations';
import { useWorkbench } from '../context';
import { whyOf } from '../state/pictures';
import type { Problem } from '../state/session';
import { useTexts } from '../texts';
import classes from './workbench.module.css';

export function Banner({ onReopen }: { onReopen: () => void }) {
  const t = useTexts();
  const { snapshot, session, graph } = useWorkbench();
  const { simulation, offline, problem, phase, pending } = snapshot;
  const [patient, setPatient] = useState<string>();
  const state = simulation?.state;
  if (offline)
    return (
      <Line>
        <p>{t('banner.offline')}</p>
        <Button size="xs" variant="default" onClick={() => void session.look()}>
          {t('banner.retry')}
        </Button>
      </Line>
    );
  if (phase === 'closed')
    return (
      <Line>
        <p>{t('banner.closed')}</p>
        <Button size="xs" onClick={onReopen}>
          {t('banner.open')}
        </Button>
      </Line>
    );
  if (state === 'failed')
    return (
      <Line>
        <p>
          <b>{t('banner.failed')}</b> <ServerText text={simulation?.message ?? ''} reason={simulation?.messageReason} /> {t('banner.kept')}
        </p>
        <Button size="xs" loading={pending === 'resume'} onClick={session.resume}>
          {t('banner.again', { layer: simulation?.position ?? 0, name: graph.layers[simulation?.position ?? 0]?.name ?? t('banner.theEnd') })}
        </Button>
        <Button size="xs" variant="default" onClick={session.end}>
          {t('banner.end')}
        </Button>
      </Line>
    );
  if (state === 'unresponsive' && patient !== simulation?.message)
    return (
      <Line>
        <p>
          <b>{t('banner.unresponsive')}</b> <ServerText text={simulation?.message ?? ''} reason={simulation?.messageReason} />
        </p>
        <Button size="xs" variant="default" onClick={() => setPatient(simulation?.message ?? '')}>
          {t('banner.wait')}
        </Button>
        <Button size="xs" onClick={session.end} loading={pending === 'end'}>
          {t('banner.end')}
        </Button>
      </Line>
    );
  if (problem)
    return (
      <Line>
        <p>
          <Said problem={problem} />
        </p>
        <Button size="xs" variant="default" onClick={session.dismiss}>
          {t('banner.dismiss')}
        </Button>
      </Line>
    );
  if (state === 'parked')
    return (
      <div className={classes['banner']} data-calm role="status">
        <p>{t('banner.parked')}</p>
        <Button size="xs" variant="default" onClick={session.resume}>
          {t('banner.wake')}
        </Button>
      </div>
    );
  return <div />;
}

/** What is wrong; of a picture with the name that it has in the project, and with the one that is simulated all the same. */
function Said({ problem: { picture, message, reason } }: { problem: Problem }) {
  const t = useTexts();
  const { pictures, snapshot } = useWorkbench();
  const refused = pictures.find(({ id }) => id === picture);
  if (!refused) return <ServerText text={message} reason={reason} />;
  const shown = pictures.find(({ id }) => id === snapshot.simulation?.picture);
  return (
    <>
      <b>{t('banner.unreadable', { picture: refused.path })}</b> <ServerText text={whyOf(message, refused)} reason={reason} />
      {shown && <> {t('banner.shows', { picture: shown.path })}</>}
    </>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <div className={classes['banner']} role="alert">
      {children}
    </div>
  );
}

/** No simulation could be opened; where too many run, the others are offered to be ended. */
export function Refused({ onReopen, onPicture }: { onReopen: () => void; onPicture: (picture: string) => void }) {
  const t = useTexts();
  const { snapshot, pictures, address } = useWorkbench();
  const { problem, offline } = snapshot;
  const full = problem?.code === 'unavailable' || problem?.code === 'too_many';
  const others = useQuery({ queryKey: ['simulations'], queryFn: simulations.list, enabled: full });
  return (
    <div className={classes['center']} role="alert">
      <p>
        <b>{t(problem?.picture ? 'refused.noPicture' : 'refused.title')}</b>
      </p>
      <p>{offline ? t('banner.offline') : problem && <Said problem={problem} />}</p>
      {full &&
        others.data?.map(({ id, created, experiment }) => (
          <Button key={id} size="xs" variant="default" onClick={() => void simulations.close(id).then(onReopen)}>
            {t('refused.end', { experiment, created })}
          </Button>
        ))}
      {!offline && (
        <Select
          size="xs"
          label={t('refused.other')}
          searchable
          allowDeselect={false}
          value={pictures.some(({ id }) => id === address.picture) ? (address.picture ?? null) : null}
          data={pictures.map(({ id, path }) => ({ value: id, label: path }))}
          onChange={(picture) => picture && onPicture(picture)}
          limit={200}
        />
      )}
      <Button size="xs" onClick={() => onReopen()}>
        {t('banner.retry')}
      </Button>
    </div>
  );
}
