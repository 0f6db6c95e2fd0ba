// SPDX-License-Identifier: Apache-2.0
// Two experiments side by side: options, scores, noise of each layer, what both say of one picture, and each layer's output in both.
import { Button, NativeSelect } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useExperiments, useFiles, useProject } from '@shared/api/queries';
import { useShortcuts } from '@shared/ui/shortcuts';
import { EmptyState, ErrorState, LoadingState } from '@shared/ui/states';
import { useTitle } from '@shared/ui/useTitle';
import { AnswersPane } from './AnswersPane';
import classes from './compare.module.css';
import { LayerPane } from './layer/LayerPane';
import { NoisePane, type Which } from './NoisePane';
import { OptionsPane } from './OptionsPane';
import { addressOf, pair, rowAt } from './noise';
import type { CompareSearch } from './search';
import { useTexts } from './texts';
import { useSide, type Side } from './useSides';

/** Choosing layer after layer is one entry of the history, not hundreds. */
const oneEntryWithin = 700; // ms

/** Of one side: it runs, or it failed. */
function RunState({ side }: { side: Side }) {
  const t = useTexts();
  const name = side.experiment?.name ?? '';
  if (side.running) return <p role="status" className={classes['note']}>{t('running', { name })}</p>;
  if (!side.error) return null;
  return (
    <div>
      <p className={classes['note']}>{t('failed', { name })}</p>
      <ErrorState error={side.error} retry={side.retry} />
    </div>
  );
}

export function ComparePage() {
  const t = useTexts();
  const { project } = useParams({ from: '/projects/$project/compare' });
  const search = useSearch({ from: '/projects/$project/compare' });
  const navigate = useNavigate({ from: '/projects/$project/compare' });
  const document = useProject(project);
  const experiments = useExperiments(project);
  const files = useFiles(project);
  const [which, setWhich] = useState<Which>('accumulated');
  const ready = (experiments.data ?? []).filter(({ state }) => state === 'ready');
  const find = (id: string | undefined) => ready.find((experiment) => experiment.id === id);
  const a = useSide(project, find(search.a), search.picture, which === 'own');
  const b = useSide(project, find(search.b), search.picture, which === 'own');
  const rows = pair(a.graph, b.graph, a.noise, b.noise);
  useTitle(a.experiment && b.experiment ? `${a.experiment.name} | ${b.experiment.name}` : t('title'));

  const chosen = useRef(-Infinity);
  const change = (next: CompareSearch, how: 'push' | 'replace' = 'push') =>
    void navigate({ search: (old) => Object.fromEntries(Object.entries({ ...old, ...next }).filter(([, value]) => value !== undefined && value !== '')), replace: how === 'replace' });
  const at = rowAt(rows, search.layer);
  const row = rows[at];
  const swap = () => change({ a: search.b, b: search.a, layer: row && (row.inB ?? row.name) });
  const select = (place: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, place))];
    if (!next || next === row) return;
    const now = performance.now();
    change({ layer: addressOf(next), channel: undefined }, now - chosen.current < oneEntryWithin ? 'replace' : 'push');
    chosen.current = now;
  };
  const placeIn = (index: number | undefined) => ({ ...(search.picture ? { picture: search.picture } : {}), ...(index === undefined ? {} : { layer: index }) });
  const open = (side: Side, index: number | undefined) => {
    if (side.experiment) void navigate({ to: '/experiments/$experiment/workbench', params: { experiment: side.experiment.id }, search: placeIn(index) });
  };
  useShortcuts(t('title'), [
    { keys: 'j', text: t('keys.next'), run: () => select(at + 1) },
    { keys: 'k', text: t('keys.previous'), run: () => select(at < 0 ? 0 : at - 1) },
    { keys: 'x', text: t('keys.swap'), run: swap },
    { keys: 'a', text: t('keys.openA'), run: () => open(a, row?.inA) },
    { keys: 'b', text: t('keys.openB'), run: () => open(b, row?.inB) },
  ]);

  const choice = (side: 'a' | 'b') => (
    <NativeSelect
      label={t('experiment', { side: side.toUpperCase() })}
      value={find(search[side])?.id ?? ''}
      onChange={(event) => change({ [side]: event.currentTarget.value })}
      data={[{ value: '', label: t('choose') }, ...ready.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
  const pictures = (files.data ?? []).filter(({ kind }) => kind === 'picture' || kind === 'tensor');
  const first = pictures[0];
  const both = a.experiment && b.experiment;

  return (
    <div className={classes['page']}>
      <div className={classes['head']}>
        <nav aria-label={t('place')}>
          <Link to="/projects">{t('projects')}</Link> <span aria-hidden>/</span>{' '}
          <Link to="/projects/$project" params={{ project }}>
            {document.data?.name ?? t('project')}
          </Link>{' '}
          <span aria-hidden>/</span>
        </nav>
        <h1>{t('title')}</h1>
      </div>
      <div className={classes['choices']}>
        {choice('a')}
        <Button variant="default" onClick={swap}>
          ⇄ {t('swap')}
        </Button>
        {choice('b')}
        <NativeSelect
          label={t('picture')}
          value={search.picture ?? ''}
          onChange={(event) => change({ picture: event.currentTarget.value })}
          data={[{ value: '', label: t('noPicture') }, ...pictures.map(({ id, path }) => ({ value: id, label: path }))]}
        />
        {([['A', a, row?.inA], ['B', b, row?.inB]] as const).map(
          ([name, side, index]) =>
            side.experiment && (
              <Link key={name} to="/experiments/$experiment/workbench" params={{ experiment: side.experiment.id }} search={placeIn(index)}>
                {t('open', { side: name })}
              </Link>
            ),
        )}
      </div>
      {experiments.isPending && <LoadingState lines={6} />}
      {experiments.isError && !experiments.data && <ErrorState error={experiments.error} retry={() => void experiments.refetch()} />}
      {experiments.data && !both && <EmptyState title={t('pick')}>{t('pickHelp')}</EmptyState>}
      {both && (
        <>
          <RunState side={a} />
          <RunState side={b} />
          <div className={classes['panes']}>
            <div className={classes['column']}>
              {row && (
                <LayerPane
                  a={a}
                  b={b}
                  row={row}
                  picture={search.picture !== undefined}
                  onPicture={first && (() => change({ picture: first.id }))}
                  channel={search.channel}
                  onChannel={(channel, how) => change({ channel }, how)}
                />
              )}
              {search.picture && (a.answers ?? b.answers) && <AnswersPane picture={pictures.find(({ id }) => id === search.picture)} a={a} b={b} />}
              <OptionsPane a={a.experiment!} b={b.experiment!} />
            </div>
            <NoisePane a={a} b={b} rows={rows} which={which} onWhich={setWhich} selected={at} onSelect={select} />
          </div>
        </>
      )}
    </div>
  );
}
