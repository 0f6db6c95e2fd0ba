// SPDX-License-Identifier: Apache-2.0
// Answers like the server from documents in memory, in the place of fetch. What no route knows is an error of the test.
import type { Answers, Experiment, Graph, GraphLayer, Job, LayerError, NewExperiment, NewJob, Project, ProjectFile, Session, Simulation, Statistics } from '@shared/api/types';
import * as fixtures from './fixtures';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}
type Handler = (call: Call, parameters: string[]) => unknown;

/** An answer of its own: status and, if any, document. */
export class Reply {
  constructor(
    readonly status: number,
    readonly body?: unknown,
    readonly headers: Record<string, string> = {},
  ) {}
}
export const refuse = (status: number, code: string, message: string) => new Reply(status, { error: { code, message, request: 'abc123' } });

export class FakeServer {
  session: Session | null = fixtures.session;
  projects: Project[] = [];
  files: ProjectFile[] = [];
  experiments: Experiment[] = [];
  jobs: Job[] = [];
  graphs = new Map<string, Graph>();
  results = new Map<string, unknown>();
  logs = new Map<string, string>();
  errors: LayerError[] = [];
  /** What is added to every output of an experiment, which else is 0, 1/32, 2/32, ... */
  outputs = new Map<string, number>();
  /** Those that are open, and of which experiment. */
  readonly simulations = new Map<string, string>();
  answers: Answers = { run: { boxes: [], classes: [] }, float: { boxes: [], classes: [] } };
  picture: Uint8Array<ArrayBuffer> = new Uint8Array();
  readonly calls: Call[] = [];
  /** The next request of `METHOD /path` is answered so, once; `offline` breaks the connection. */
  readonly next = new Map<string, Reply | 'offline'>();
  /** Every request that no route knows. */
  readonly unknown: string[] = [];
  #count = 0;

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), 'http://localhost'), init);
    const url = new URL(request.url);
    const text = request.method === 'GET' ? '' : await request.text();
    return this.handle(request.method, url, request.headers, text);
  };

  handle(method: string, url: URL, headers: Headers, text: string): Response {
    const path = url.pathname.replace('/api/v1', '');
    const call: Call = { method, path, query: url.searchParams, body: undefined };
    if (text && (headers.get('content-type') ?? '').includes('json')) call.body = JSON.parse(text);
    this.calls.push(call);
    const once = this.next.get(`${method} ${path}`);
    this.next.delete(`${method} ${path}`);
    if (once === 'offline') throw new TypeError('Failed to fetch');
    return this.#respond(once ?? this.#answer(call, headers));
  }

  called(method: string, path: string): Call[] {
    return this.calls.filter((call) => call.method === method && call.path === path);
  }

  #answer(call: Call, headers: Headers): unknown {
    if (call.method !== 'GET' && headers.get('qsim-request') !== '1') return refuse(403, 'forbidden', 'no Qsim-Request');
    if (!this.session && call.path !== '/session') return refuse(401, 'unauthorized', 'Sign in first');
    for (const [pattern, handler] of this.#routes) {
      const [method, path] = pattern.split(' ');
      const match = method === call.method && new RegExp(`^${path!.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(call.path);
      if (match) return handler(call, match.slice(1));
    }
    this.unknown.push(`${call.method} ${call.path}`);
    return refuse(404, 'not_found', `no route for ${call.method} ${call.path}`);
  }

  #respond(answer: unknown): Response {
    if (answer instanceof Response) return answer;
    const reply = answer instanceof Reply ? answer : answer === undefined ? refuse(404, 'not_found', 'It does not exist') : new Reply(200, answer);
    if (reply.body === undefined) return new Response(null, { status: reply.status, headers: reply.headers });
    return new Response(JSON.stringify(reply.body), { status: reply.status, headers: { 'content-type': 'application/json', ...reply.headers } });
  }

  #id(): string {
    this.#count += 1;
    return fixtures.idOf(`made${'bcdefghijklmnopqrstuvwxyz'[this.#count % 25]}${'bcdefghijklmnopqrstuvwxyz'[Math.floor(this.#count / 25)]}`);
  }

  #simulation(experiment: string, picture: string): Simulation {
    const opened = this.#document(experiment, picture);
    this.simulations.set(opened.id, experiment);
    return opened;
  }

  #document(experiment: string, picture: string): Simulation {
    const modes = (this.graphs.get(experiment)?.layers ?? []).map(({ host }) => (host ? ('float' as const) : ('int' as const)));
    return { id: this.#id(), experiment, picture, created: '2026-01-02T03:04:05Z', state: 'live', position: 0, layers: modes.length, busy: false, sequence: 1, modes, stale: [], stops: [], hits: [], edits: [], redo: 0 };
  }

  #layerOf(simulation: string | undefined, index: string | undefined): { layer: GraphLayer; added: number } | undefined {
    const experiment = this.simulations.get(simulation ?? '') ?? '';
    const layer = this.graphs.get(experiment)?.layers[Number(index)];
    return layer && { layer, added: this.outputs.get(experiment) ?? 0 };
  }

  #map({ query }: Call, [simulation, index]: string[]): Response | undefined {
    const found = this.#layerOf(simulation, index);
    if (!found) return undefined;
    const [channels = 1, height = 1, width = 1] = found.layer.shape;
    const first = Number(query.get('first') ?? 0);
    const count = Math.min(channels - first, Number(query.get('count') ?? 64));
    const values = Float32Array.from({ length: count * height * width }, (_, place) => found.added + ((first * height * width + place) % 64) / 32);
    const headers = { 'Tensor-Shape': [count, height, width].join(), 'Tensor-Dtype': 'f32', 'Tensor-Range': [found.added, found.added + 63 / 32].join(), 'Tensor-Step': '1' };
    return new Response(values.buffer, { headers });
  }

  #statistics([simulation, index]: string[]): Statistics | undefined {
    const found = this.#layerOf(simulation, index);
    if (!found) return undefined;
    const [low, high] = [found.added, found.added + 2];
    const summary = { count: 64, min: low, max: high, mean: low + 1, deviation: 0.5, zeros: 1, nans: 0 };
    const run = Array.from({ length: 32 }, (_, bin) => Math.round(1000 * Math.exp(-(((bin - 16) / 6) ** 2))));
    const error = { layer: Number(index), sqnr: 20 + found.added, cosine: 0.99, mse: 0.1, maxAbs: 1, saturation: 0.01, overflows: 0 };
    return { run: summary, float: summary, error, histogram: { low, high, run } };
  }

  /** Changes an item of a list; undefined where there is none. */
  #edit<T extends { id: string }>(list: T[], id: string | undefined, change: Partial<T>): T | undefined {
    const at = list.findIndex((item) => item.id === id);
    if (at < 0) return undefined;
    list[at] = { ...list[at]!, ...change };
    return list[at];
  }

  #remove<T extends { id: string }>(list: T[], id: string | undefined): Reply | undefined {
    const at = list.findIndex((item) => item.id === id);
    if (at < 0) return undefined;
    list.splice(at, 1);
    return new Reply(204);
  }

  readonly #routes: [string, Handler][] = [
    ['GET /session', () => this.session ?? refuse(401, 'unauthorized', 'Sign in first')],
    ['POST /session', () => (this.session = fixtures.session)],
    ['DELETE /session', () => ((this.session = null), new Reply(204))],
    ['GET /projects', () => this.projects],
    [
      'POST /projects',
      ({ body }) => {
        const made = { ...fixtures.project((body as { name: string }).name), id: this.#id(), files: 0, experiments: 0, bytes: 0 };
        this.projects = [made, ...this.projects];
        return new Reply(201, made);
      },
    ],
    ['GET /guide', () => ({ experiment: 'log2', class: 'ring' })],
    ['GET /projects/{p}', (_, [id]) => this.projects.find((item) => item.id === id)],
    ['PATCH /projects/{p}', ({ body }, [id]) => this.#edit(this.projects, id, body as Partial<Project>)],
    ['DELETE /projects/{p}', (_, [id]) => this.#remove(this.projects, id)],
    ['GET /projects/{p}/files', (_, [id]) => this.files.filter((item) => item.project === id)],
    ['DELETE /files/{f}', (_, [id]) => this.#remove(this.files, id)],
    ['GET /files/{f}/content', () => new Response(this.picture, { status: 200 })],
    ['GET /projects/{p}/experiments', (_, [id]) => this.experiments.filter((item) => item.project === id)],
    [
      'POST /projects/{p}/experiments',
      ({ body }, [project]) => {
        const { name, options } = body as NewExperiment;
        const made: Experiment = { ...fixtures.experiment(name), id: this.#id(), project: project!, options, state: 'compiling', scores: {} };
        this.experiments = [made, ...this.experiments];
        return new Reply(201, made);
      },
    ],
    ['GET /experiments/{e}', (_, [id]) => this.experiments.find((item) => item.id === id)],
    ['PATCH /experiments/{e}', ({ body }, [id]) => this.#edit(this.experiments, id, body as Partial<Experiment>)],
    ['DELETE /experiments/{e}', (_, [id]) => this.#remove(this.experiments, id)],
    ['GET /experiments/{e}/graph', (_, [id]) => this.graphs.get(id!) ?? refuse(409, 'conflict', 'It is not compiled yet')],
    ['GET /experiments/{e}/files', () => [{ name: 'scenes.net', bytes: 12_000 }]],
    ['POST /experiments/{e}/simulations', ({ body }, [id]) => new Reply(201, this.#simulation(id!, (body as { picture: string }).picture))],
    ['POST /simulations/{s}/move', (_, [id]) => ({ ...this.#document(this.simulations.get(id!) ?? '', 'p'), id: id!, position: 6 })],
    ['GET /simulations/{s}/layers/{l}/map', (call, parameters) => this.#map(call, parameters)],
    ['GET /simulations/{s}/layers/{l}/statistics', (_, parameters) => this.#statistics(parameters)],
    ['GET /simulations/{s}/errors', () => this.errors],
    ['GET /simulations/{s}/answer', () => this.answers],
    ['DELETE /simulations/{s}', (_, [id]) => (this.simulations.delete(id!), new Reply(204))],
    ['GET /projects/{p}/jobs', (_, [id]) => this.jobs.filter((item) => item.project === id)],
    [
      'POST /projects/{p}/jobs',
      ({ body }, [project]) => {
        const { kind, experiment, mode } = body as NewJob;
        const made: Job = { id: this.#id(), project: project!, experiment, kind, state: 'queued', title: `${kind} ${mode ?? ''}`, created: '2026-01-02T03:05:05Z', attempts: 1 };
        this.jobs = [made, ...this.jobs];
        return new Reply(201, made);
      },
    ],
    ['POST /jobs/{j}/cancel', (_, [id]) => this.#edit(this.jobs, id, { state: 'cancelled' })],
    ['POST /jobs/{j}/retry', (_, [id]) => this.#edit(this.jobs, id, { state: 'queued', attempts: 2 })],
    ['GET /jobs/{j}/result', (_, [id]) => this.results.get(id!) ?? refuse(409, 'conflict', 'It is not done')],
    ['GET /jobs/{j}/log', (_, [id]) => new Response(this.logs.get(id!) ?? '', { status: 200, headers: { 'content-type': 'text/plain' } })],
  ];
}

/** A project with two experiments that were measured, and their jobs. */
export function scenes(server: FakeServer = new FakeServer()): FakeServer {
  const { file, experiment, job, project, idOf } = fixtures;
  const latest = experiment('kl');
  server.projects = [
    project('scenes', { example: true, latestExperiment: latest.id, best: latest.scores }),
    project('empty', { files: 0, experiments: 0, bytes: 0 }),
  ];
  server.files = [
    file('calib/a.png', 'picture'),
    file('calib/b.png', 'picture'),
    file('scenes.cfg', 'darknet-cfg'),
    file('scenes.names', 'names'),
    file('scenes.weights', 'darknet-weights', { bytes: 421_000 }),
    file('test/street.png', 'picture'),
    file('test/street.txt', 'labels'),
  ];
  server.experiments = [
    experiment('log2', { options: { method: 'log2' }, scores: { metric: 'mAP', float: 0.9098, int: 0.8421 }, sqnr: 11.2, bytes: 103_000 }),
    latest,
  ];
  for (const { id } of server.experiments) server.graphs.set(id, fixtures.graph);
  const of = (name: string) => idOf(`e${name}`);
  server.jobs = [
    job('compare log', { kind: 'compare', experiment: of('log2') }),
    job('compare kl', { kind: 'compare', experiment: of('kl') }),
    job('cross kl', { kind: 'cross', experiment: of('kl') }),
    job('evaluate kl', { experiment: of('kl') }),
  ];
  server.results.set(server.jobs[0]!.id, fixtures.compareResult);
  server.results.set(server.jobs[1]!.id, fixtures.compareResult);
  server.results.set(server.jobs[2]!.id, fixtures.crossResult);
  server.results.set(server.jobs[3]!.id, fixtures.evalResult);
  return server;
}
