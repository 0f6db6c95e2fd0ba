// SPDX-License-Identifier: Apache-2.0
// Everything that is known of the two experiments: document, graph, noise, answer, and the simulation to look into.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, unwrap } from '@shared/api/client';
import { queries, useGraph, useJobs } from '@shared/api/queries';
import { isCompareResult } from '@shared/api/results';
import type { Answers, Experiment, Graph } from '@shared/api/types';
import { hold } from './held';
import { fromErrors, fromResult, latestComparison, type NoiseByName } from './noise';
import { runOn, type Run } from './run';
import { useRevival } from './useRevival';

export interface Side {
  experiment: Experiment | undefined;
  graph: Graph | undefined;
  noise: NoiseByName | undefined;
  run: Run | undefined;
  answers: Answers | undefined;
  running: boolean;
  /** what the layers add themselves is on its way: two runs more */
  measuring: boolean;
  error: Error | null;
  retry: () => void;
}

const forGood = { staleTime: Infinity, retry: false } as const;

/** `own`: also what each layer adds itself. */
export function useSide(project: string, experiment: Experiment | undefined, picture: string | undefined, own: boolean): Side {
  const id = experiment?.id;
  const graph = useGraph(id);
  const jobs = useJobs(project);
  const job = latestComparison(jobs.data ?? [], id);
  const result = useQuery({ ...queries.jobResult(job?.id ?? ''), enabled: !!job && !picture });
  useEffect(() => (id && picture ? hold(id, picture) : undefined), [id, picture]);
  const run = useQuery({
    ...forGood,
    queryKey: ['compare-run', id, picture],
    enabled: !!id && !!picture,
    gcTime: 0, // its simulation is closed with it
    queryFn: ({ signal }) => runOn(id!, picture!, signal),
  });
  const simulation = run.data?.simulation;
  const path = { simulation: simulation ?? '' };
  const answers = useQuery({
    ...forGood,
    queryKey: ['compare-answer', simulation],
    enabled: !!simulation,
    queryFn: ({ signal }) => unwrap(api.GET('/simulations/{simulation}/answer', { params: { path }, signal })),
  });
  const errorsOf = (isolated: boolean) => ({
    ...forGood,
    queryKey: ['compare-errors', simulation, isolated],
    queryFn: ({ signal }: { signal: AbortSignal }) => unwrap(api.GET('/simulations/{simulation}/errors', { params: { path, query: { isolated } }, signal })),
  });
  const accumulated = useQuery({ ...errorsOf(false), enabled: !!simulation });
  const isolated = useQuery({ ...errorsOf(true), enabled: !!simulation && own });
  const retry = () => void run.refetch();
  const gone = useRevival(simulation, [answers.error, accumulated.error, isolated.error], retry);
  const errors = isolated.data ?? accumulated.data;
  let noise: NoiseByName | undefined;
  if (picture) noise = errors && graph.data ? fromErrors(errors, graph.data) : undefined;
  else if (isCompareResult(result.data)) noise = fromResult(result.data);
  return {
    experiment,
    graph: graph.data,
    noise,
    run: run.data,
    answers: answers.data,
    running: !!picture && run.isFetching,
    measuring: isolated.isFetching,
    error: picture ? (run.error ?? (gone && run.isFetching ? null : (accumulated.error ?? answers.error ?? isolated.error))) : (result.error ?? graph.error),
    retry,
  };
}
