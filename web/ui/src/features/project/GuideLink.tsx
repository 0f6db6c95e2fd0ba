// SPDX-License-Identifier: Apache-2.0
// The way into the first visit, on the page of the example project.
import { Link } from '@tanstack/react-router';
import { useGuide } from '@shared/api/guide';
import { useExperiments } from '@shared/api/queries';
import classes from './ProjectPage.module.css';
import { useTexts } from './texts';

/** Nothing until the experiment of the story is compiled. */
export function GuideLink({ project }: { project: string }) {
  const t = useTexts();
  const { guide } = useGuide(true);
  const experiments = useExperiments(project);
  const begin = experiments.data?.find(({ name, state }) => name === guide.experiment && state === 'ready');
  if (!begin) return null;
  return (
    <aside className={classes['guide']} aria-label={t('guide.title')}>
      {t('guide.text', { class: guide.class ?? '' })}{' '}
      <Link to="/experiments/$experiment/workbench" params={{ experiment: begin.id }}>
        {t('guide.begin')}
      </Link>
    </aside>
  );
}
