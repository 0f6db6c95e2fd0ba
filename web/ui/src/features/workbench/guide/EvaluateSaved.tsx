// SPDX-License-Identifier: Apache-2.0
// After the tour: measures what was saved on the example's labelled pictures, and leads to the table with both experiments.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, unwrap } from '@shared/api/client';
import type { Guide } from '@shared/api/guide';
import { keys } from '@shared/api/queries';
import { ErrorText } from '@shared/reasons';
import { useWorkbench } from '../context';
import { useTexts } from '../texts';

/** FLOAT is the same for all experiments of a network. */
const mode = 'int';

export function EvaluateSaved({ guide }: { guide: Guide }) {
  const t = useTexts();
  const client = useQueryClient();
  const { project, snapshot } = useWorkbench();
  const { saved } = snapshot;
  // The folder of the guide's own picture has the labels.
  const images = guide.picture?.includes('/') ? guide.picture.slice(0, guide.picture.lastIndexOf('/')) : '';
  const start = useMutation({
    mutationFn: (experiment: string) => unwrap(api.POST('/projects/{project}/jobs', { params: { path: { project: project.id } }, body: { kind: 'evaluate', experiment, mode, images } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.jobs(project.id) }),
  });
  return (
    <>
      {saved && !start.isSuccess && (
        <Button size="compact-xs" variant="default" loading={start.isPending} onClick={() => start.mutate(saved.id)}>
          {t('guide.evaluate', { name: saved.name })}
        </Button>
      )}
      {start.isSuccess && <span role="status">{t('guide.evaluating')}</span>}
      {start.isError && (
        <span role="alert">
          <ErrorText error={start.error} />
        </span>
      )}
      <Link to="/projects/$project" params={{ project: project.id }}>
        {t('guide.table')}
      </Link>
    </>
  );
}
