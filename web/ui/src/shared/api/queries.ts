// SPDX-License-Identifier: Apache-2.0
// What the server knows, as queries: keys, and one hook for each document that several features read.
import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError, api, isApiError, unwrap } from './client';
import { withNews } from './jobs';
import type { Job, Session } from './types';

export const keys = {
  session: ['session'] as const,
  projects: ['projects'] as const,
  project: (id: string) => ['project', id] as const,
  files: (project: string) => ['files', project] as const,
  experiments: (project: string) => ['experiments', project] as const,
  experiment: (id: string) => ['experiment', id] as const,
  graph: (experiment: string) => ['graph', experiment] as const,
  packageFiles: (experiment: string) => ['package-files', experiment] as const,
  jobs: (project: string) => ['jobs', project] as const,
  job: (id: string) => ['job', id] as const,
  jobResult: (id: string) => ['job-result', id] as const,
  simulations: ['simulations'] as const,
  simulation: (id: string) => ['simulation', id] as const,
  /** Last layer that a moving simulation told of; written by events. */
  progress: (simulation: string) => ['simulation', simulation, 'progress'] as const,
};

/** Another person, or nobody: what the one before has seen goes. */
export function changeSession(client: QueryClient, session: Session | null): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
  // Who was asked for before may be answered later, with nobody.
  void client.cancelQueries({ queryKey: keys.session });
  client.setQueryData(keys.session, session);
}

/** Errors that asking again does not mend. */
const final = (error: Error) => error instanceof ApiError && error.status >= 400 && error.status < 500;

export const createQueryClient = (retry = true) =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000, // events tell what changes earlier
        retry: (count, error) => retry && count < 3 && !final(error),
        refetchOnWindowFocus: false,
        networkMode: 'always', // the server may well be on this machine while the network is off
      },
      mutations: { networkMode: 'always' },
    },
  });

export const queries = {
  session: () =>
    queryOptions({
      queryKey: keys.session,
      staleTime: Infinity,
      /** null: nobody is signed in. */
      queryFn: async ({ signal }) => {
        try {
          return await unwrap(api.GET('/session', { signal }));
        } catch (error) {
          if (isApiError(error, 'unauthorized')) return null;
          throw error;
        }
      },
    }),
  projects: () =>
    queryOptions({ queryKey: keys.projects, queryFn: ({ signal }) => unwrap(api.GET('/projects', { signal })) }),
  project: (project: string) =>
    queryOptions({
      queryKey: keys.project(project),
      queryFn: ({ signal }) => unwrap(api.GET('/projects/{project}', { params: { path: { project } }, signal })),
    }),
  files: (project: string) =>
    queryOptions({
      queryKey: keys.files(project),
      queryFn: ({ signal }) => unwrap(api.GET('/projects/{project}/files', { params: { path: { project } }, signal })),
    }),
  experiments: (project: string) =>
    queryOptions({
      queryKey: keys.experiments(project),
      queryFn: ({ signal }) =>
        unwrap(api.GET('/projects/{project}/experiments', { params: { path: { project } }, signal })),
    }),
  experiment: (experiment: string) =>
    queryOptions({
      queryKey: keys.experiment(experiment),
      queryFn: ({ signal }) =>
        unwrap(api.GET('/experiments/{experiment}', { params: { path: { experiment } }, signal })),
    }),
  graph: (experiment: string) =>
    queryOptions({
      queryKey: keys.graph(experiment),
      staleTime: Infinity, // the same document for as long as the experiment exists
      queryFn: ({ signal }) =>
        unwrap(api.GET('/experiments/{experiment}/graph', { params: { path: { experiment } }, signal })),
    }),
  packageFiles: (experiment: string) =>
    queryOptions({
      queryKey: keys.packageFiles(experiment),
      queryFn: ({ signal }) =>
        unwrap(api.GET('/experiments/{experiment}/files', { params: { path: { experiment } }, signal })),
    }),
  jobs: (project: string) =>
    queryOptions({
      queryKey: keys.jobs(project),
      structuralSharing: (known, answer) => withNews(known as Job[] | undefined, answer as Job[]),
      queryFn: ({ signal }) => unwrap(api.GET('/projects/{project}/jobs', { params: { path: { project } }, signal })),
    }),
  jobResult: (job: string) =>
    queryOptions({
      queryKey: keys.jobResult(job),
      staleTime: Infinity,
      queryFn: ({ signal }) => unwrap(api.GET('/jobs/{job}/result', { params: { path: { job } }, signal })),
    }),
};

export const useSession = () => useQuery(queries.session());
export const useProjects = () => useQuery(queries.projects());
export const useProject = (id: string) => useQuery(queries.project(id));
export const useFiles = (project: string | undefined) =>
  useQuery({ ...queries.files(project ?? ''), enabled: project !== undefined });
export const useExperiments = (project: string) => useQuery(queries.experiments(project));
export const useExperiment = (id: string) => useQuery(queries.experiment(id));
export const useGraph = (experiment: string | undefined) =>
  useQuery({ ...queries.graph(experiment ?? ''), enabled: experiment !== undefined });
export const useJobs = (project: string) => useQuery(queries.jobs(project));
