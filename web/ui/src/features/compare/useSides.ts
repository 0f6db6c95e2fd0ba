// SPDX-License-Identifier: Apache-2.0
// Everything that is known of the two experiments: document, graph, noise, answer.
import { useQuery } from '@tanstack/react-query';
import { queries, useGraph, useJobs } from '@shared/api/queries';
import { isCompareResult } from '@shared/api/results';
import type { Experiment, Graph } from '@shared/api/types';
import { fromErrors, fromResult, latestComparison, type NoiseByName } from './noise';
import { runOn, type Run } from './run';

export interface Side {
  experiment: Experiment | undefined;
  graph: Graph | undefined;
  noise: NoiseByName | undefined;
  run: Run | undefined;
  running: boolean;
  error: Error | null;
  retry: () => void;
}

export function useSide(project: string, experiment: Experiment | undefined, picture: string | undefined): Side {
  const id = experiment?.id;
  const graph = useGraph(id);
  const jobs = useJobs(project);
  const job = latestComparison(jobs.data ?? [], id);
  const result = useQuery({ ...queries.jobResult(job?.id ?? ''), enabled: !!job && !picture });
  const run = useQuery({
    queryKey: ['compare-run', id, picture],
    enabled: !!id && !!picture,
    staleTime: Infinity,
    retry: false,
    queryFn: ({ signal }) => runOn(id!, picture!, signal),
  });
  let noise: NoiseByName | undefined;
  if (picture) noise = run.data && graph.data ? fromErrors(run.data.errors, graph.data) : undefined;
  else if (isCompareResult(result.data)) noise = fromResult(result.data);
  return {
    experiment,
    graph: graph.data,
    noise,
    run: run.data,
    running: !!picture && run.isFetching,
    error: picture ? run.error : (result.error ?? graph.error),
    retry: () => void run.refetch(),
  };
}
