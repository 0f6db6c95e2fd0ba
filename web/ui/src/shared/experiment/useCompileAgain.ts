// SPDX-License-Identifier: Apache-2.0
// The next step for an experiment whose compilation failed or was cancelled: its job runs again.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@shared/api/client';
import type { Experiment } from '@shared/api/types';
import { applyEvent } from '@shared/events/apply';
import { notifyError } from '@shared/ui/notify';

export function useCompileAgain({ state, job }: Experiment) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: () => unwrap(api.POST('/jobs/{job}/retry', { params: { path: { job: job ?? '' } } })),
    // The experiment's own change comes as an event.
    onSuccess: (queued) => applyEvent(client, { kind: 'job', job: queued }),
    onError: (error) => notifyError(error),
  });
  return { ...mutation, possible: job !== undefined && (state === 'failed' || state === 'cancelled') };
}
