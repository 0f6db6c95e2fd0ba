// SPDX-License-Identifier: Apache-2.0
// Two experiments side by side: options, scores, noise of each layer, and what both say of one picture.
import { Button, NativeSelect } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useExperiments, useFiles, useProject } from '@shared/api/queries';
import { useShortcuts } from '@shared/ui/shortcuts';
import { EmptyState, ErrorState, LoadingState } from '@shared/ui/states';
import { useTitle } from '@shared/ui/useTitle';
import { AnswersPane } from './AnswersPane';
import classes from './compare.module.css';
import { NoisePane } from './NoisePane';
import { OptionsPane } from './OptionsPane';
import { pair } from './noise';
import { useTexts } from './texts';
import { useSide, type Side } from './useSides';

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
  const ready = (experiments.data ?? []).filter(({ state }) => state === 'ready');
  const find = (id: string | undefined) => ready.find((experiment) => experiment.id === id);
  const a = useSide(project, find(search.a), search.picture);
  const b = useSide(project, find(search.b), search.picture);
  const rows = pair(a.graph, b.graph, a.noise, b.noise);
  useTitle(a.experiment && b.experiment ? `${a.experiment.name} | ${b.experiment.name}` : t('title'));

  const change = (next: { [K in keyof typeof search]?: (typeof search)[K] | undefined }) =>
    void navigate({ search: (old) => Object.fromEntries(Object.entries({ ...old, ...next }).filter(([, value]) => value !== undefined && value !== '')) });
  const swap = () => change({ a: search.b, b: search.a });
  const at = rows.findIndex(({ index }) => index === search.layer);
  const select = (row: number) => {
    const layer = rows[Math.max(0, Math.min(rows.length - 1, row))]?.index;
    if (layer !== undefined) change({ layer });
  };
  const open = (side: Side) => {
    if (side.experiment) void navigate({ to: '/experiments/$experiment/workbench', params: { experiment: side.experiment.id }, search: place });
  };
  const place = { ...(search.picture ? { picture: search.picture } : {}), ...(search.layer === undefined ? {} : { layer: search.layer }) };
  useShortcuts(t('title'), [
    { keys: 'j', text: t('keys.next'), run: () => select(at + 1) },
    { keys: 'k', text: t('keys.previous'), run: () => select(at < 0 ? 0 : at - 1) },
    { keys: 'x', text: t('keys.swap'), run: swap },
    { keys: 'a', text: t('keys.openA'), run: () => open(a) },
    { keys: 'b', text: t('keys.openB'), run: () => open(b) },
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
        {([['A', a], ['B', b]] as const).map(
          ([name, side]) =>
            side.experiment && (
              <Link key={name} to="/experiments/$experiment/workbench" params={{ experiment: side.experiment.id }} search={place}>
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
              <OptionsPane a={a.experiment!} b={b.experiment!} />
              {search.picture && a.run && b.run && <AnswersPane picture={pictures.find(({ id }) => id === search.picture)} a={a} b={b} />}
            </div>
            <NoisePane a={a} b={b} rows={rows} selected={at} onSelect={select} />
          </div>
        </>
      )}
    </div>
  );
}
