// SPDX-License-Identifier: Apache-2.0
// Writes what an event tells into the query cache, so that every pane shows it without asking.
import type { QueryClient } from '@tanstack/react-query';
import { later } from '@shared/api/jobs';
import { keys } from '@shared/api/queries';
import type { Experiment, Job, Project, ServerEvent, Simulation } from '@shared/api/types';

const SOON = 300; // ms

/** `list` with `item` in the place of the one of the same id, or before all others. */
function put<T extends { id: string }>(list: T[] | undefined, item: T): T[] | undefined {
  if (!list) return list;
  const at = list.findIndex(({ id }) => id === item.id);
  return at < 0 ? [item, ...list] : list.with(at, item);
}

const waiting = new WeakMap<QueryClient, Set<string>>();

/** Asks again soon, once for all that happens until then: a thousand files arrive as a thousand events. */
function refreshSoon(client: QueryClient, ...queryKeys: (readonly string[])[]): void {
  const soon = waiting.get(client) ?? new Set<string>();
  waiting.set(client, soon);
  for (const queryKey of queryKeys) {
    const name = JSON.stringify(queryKey);
    if (soon.has(name)) continue;
    soon.add(name);
    setTimeout(() => {
      soon.delete(name);
      void client.invalidateQueries({ queryKey });
    }, SOON);
  }
}

function applyJob(client: QueryClient, told: Job): void {
  const list = client.getQueryData<Job[]>(keys.jobs(told.project));
  const job = later(list?.find(({ id }) => id === told.id) ?? client.getQueryData<Job>(keys.job(told.id)), told);
  client.setQueryData(keys.job(job.id), job);
  // A list that is on its way may not know of it yet.
  if (client.isFetching({ queryKey: keys.jobs(job.project) }) > 0) refreshSoon(client, keys.jobs(job.project));
  client.setQueryData<Job[]>(keys.jobs(job.project), (jobs) => put(jobs, job));
  // What it made or measured stands in its experiment.
  if (job.state !== 'queued' && job.state !== 'running') refreshSoon(client, keys.experiments(job.project), keys.project(job.project));
}

const named = (job: Job, { id, name }: Experiment): Job =>
  job.experiment === id && job.experimentName !== undefined && job.experimentName !== name ? { ...job, experimentName: name } : job;

function applyExperiment(client: QueryClient, experiment: Experiment, gone: boolean): void {
  if (gone) {
    client.setQueryData<Experiment[]>(keys.experiments(experiment.project), (list) =>
      list?.filter(({ id }) => id !== experiment.id),
    );
    client.removeQueries({ queryKey: keys.experiment(experiment.id) });
  } else {
    client.setQueryData(keys.experiment(experiment.id), experiment);
    // Jobs are called after it.
    client.setQueryData<Job[]>(keys.jobs(experiment.project), (jobs) =>
      jobs?.some((job) => named(job, experiment) !== job) ? jobs.map((job) => named(job, experiment)) : jobs,
    );
    client.setQueryData<Experiment[]>(keys.experiments(experiment.project), (list) => put(list, experiment));
    // A graph that was refused while the package was compiled is there now.
    if (experiment.state === 'ready' && !client.getQueryData(keys.graph(experiment.id)))
      void client.invalidateQueries({ queryKey: keys.graph(experiment.id) });
  }
  refreshSoon(client, keys.project(experiment.project), keys.projects);
}

export function applyEvent(client: QueryClient, event: ServerEvent): void {
  switch (event.kind) {
    case 'job':
      if (event.job) applyJob(client, event.job);
      break;
    case 'experiment':
      if (event.experiment) applyExperiment(client, event.experiment, event.gone ?? false);
      break;
    case 'project':
      if (event.gone && event.project) {
        client.setQueryData<Project[]>(keys.projects, (list) => list?.filter(({ id }) => id !== event.project));
        void client.resetQueries({ queryKey: keys.project(event.project) }); // its page says that it is not there
      }
      else if (event.project) refreshSoon(client, keys.project(event.project));
      refreshSoon(client, keys.projects);
      break;
    case 'file':
      if (event.project) refreshSoon(client, keys.files(event.project), keys.project(event.project), keys.projects);
      else refreshSoon(client, ['files']);
      break;
    case 'simulation':
      if (event.simulation && event.gone) void client.invalidateQueries({ queryKey: keys.simulation(event.simulation.id), exact: true });
      else if (event.simulation) client.setQueryData<Simulation>(keys.simulation(event.simulation.id), event.simulation);
      break;
    case 'progress':
      if (event.progress) client.setQueryData(keys.progress(event.progress.simulation), event.progress.layer);
      break;
    case 'closing':
      // Signed out elsewhere, or the server stops: the session tells which.
      void client.invalidateQueries({ queryKey: keys.session });
      break;
  }
}
