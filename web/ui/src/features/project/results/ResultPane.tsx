// SPDX-License-Identifier: Apache-2.0
// The result of a job, by its kind.
import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries, useJobs } from '@shared/api/queries';
import { isCompareResult, isCrossResult, isEvalResult } from '@shared/api/results';
import type { Job } from '@shared/api/types';
import { Pane } from '@shared/ui/Pane';
import { EmptyState, Loaded } from '@shared/ui/states';
import { useJobTitle } from '../jobs/title';
import { useTexts } from '../texts';
import { CompareView } from './CompareView';
import { CrossView } from './CrossView';
import { EvalView } from './EvalView';

function View({ job, document }: { job: Job | undefined; document: unknown }) {
  const t = useTexts();
  if (isCompareResult(document)) return <CompareView result={document} experiment={job?.experiment} />;
  if (isCrossResult(document)) return <CrossView result={document} experiment={job?.experiment} />;
  if (isEvalResult(document)) return <EvalView result={document} experiment={job?.experiment} />;
  return <EmptyState title={t('results.unknown')}>{t('results.unknownHelp')}</EmptyState>;
}

export function ResultPane({ project, job: id, onClose }: { project: string; job: string; onClose: () => void }) {
  const t = useTexts();
  const titleOf = useJobTitle();
  const jobs = useJobs(project);
  const job = jobs.data?.find((other) => other.id === id);
  const result = useQuery(queries.jobResult(id));
  return (
    <Pane title={job ? titleOf(job) : t('results.title')} tools={<CloseButton aria-label={t('results.close')} onClick={onClose} />}>
      <Loaded query={result}>{(document) => <View job={job} document={document} />}</Loaded>
    </Pane>
  );
}
