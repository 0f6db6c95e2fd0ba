// SPDX-License-Identifier: Apache-2.0
// The server's side of the contract over a tiny network: enough of it to be worked with, and switches for what goes wrong.
import type { Reason } from '@shared/api/types';
import type { Answer, Edit, Experiment, Graph, LayerError, Mode, Move, Picture, Project, ServerEvent, Simulation, Stop } from '../types';
import { tiny } from './network';

export const ids = {
  project: 'aaaaaaaaaaaaaaaa',
  experiment: 'bbbbbbbbbbbbbbbb',
  saved: 'bbbbbbbbbbbbbbb2',
  compilation: 'eeeeeeeeeeeeeeee',
  dog: 'cccccccccccccccc',
  cat: 'cccccccccccccccd',
  simulation: 'dddddddddddddddd',
};
const created = '2020-01-01T00:00:00Z';

interface State {
  modes: Mode[];
  edits: Simulation['edits'];
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Tests end a request that they hold by hand. */
export interface Gate {
  open: () => void;
}

export class FakeServer {
  readonly requests: string[] = [];
  readonly maps: URL[] = [];
  simulation: Simulation | undefined;
  /** ids of pictures that the engine refuses */
  readonly unreadable = new Set<string>();
  /** experiments of the project beside the one that is looked at */
  others: Experiment[] = [];
  example = false;
  guide: unknown;
  /** what was asked to be started */
  readonly jobs: unknown[] = [];
  /** ids of jobs that were asked to run again */
  readonly retried: string[] = [];
  experimentState: Experiment['state'] = 'ready';
  /** kept open by the server until a test lets it go */
  private gates: (() => void)[] = [];
  private holding: string | undefined;
  private delaying: string | undefined;
  private failing: { path: string; status: number; code: string; message: string; reason: Reason | undefined } | undefined;
  private done: State[] = [];
  private undone: State[] = [];
  private readonly listeners = new Set<(event: ServerEvent) => void>();
  offline = false;
  private range = '';

  constructor(readonly graph: Graph = tiny) {}

  // ---- switches --------------------------------------------------------------

  /** Requests whose path ends so wait for `release`. */
  hold(path: string): void {
    this.holding = path;
  }
  /** What is asked of such a path is done at once, but its answers wait for `release`. */
  delay(path: string): void {
    this.delaying = path;
  }
  release(): void {
    this.holding = this.delaying = undefined;
    this.gates.splice(0).forEach((open) => open());
  }
  /** The next request whose path ends so is refused. */
  fail(path: string, status: number, code: string, message: string, reason?: Reason): void {
    this.failing = { path, status, code, message, reason };
  }
  emit(event: ServerEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }
  tell(): void {
    if (this.simulation) this.emit({ kind: 'simulation', simulation: { ...this.simulation } });
  }
  listen(listener: (event: ServerEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  /** As another page does. */
  close(): void {
    const simulation = this.need();
    this.simulation = undefined;
    this.emit({ kind: 'simulation', simulation, gone: true });
  }
  crash(message = 'it was killed by signal 9'): void {
    const now = this.need();
    this.simulation = { ...now, state: 'failed', busy: false, message, sequence: now.sequence + 1 };
    this.tell();
  }

  // ---- the contract ----------------------------------------------------------

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), 'http://localhost'), init);
    const url = new URL(request.url);
    const path = url.pathname.replace('/api/v1', '');
    this.requests.push(`${request.method} ${path}`);
    this.range = request.headers.get('Range') ?? '';
    if (this.offline) throw new TypeError('Failed to fetch');
    if (this.holding && path.endsWith(this.holding)) await new Promise<void>((open) => this.gates.push(open));
    if (this.failing && path.endsWith(this.failing.path)) {
      const { status, code, message, reason } = this.failing;
      this.failing = undefined;
      return error(status, code, message, reason);
    }
    const text = request.method === 'GET' ? '' : await request.text();
    const body: unknown = text ? JSON.parse(text) : undefined;
    try {
      const answer = this.answer(request.method, path, url, body);
      if (this.delaying && path.endsWith(this.delaying)) await new Promise<void>((open) => this.gates.push(open));
      return answer;
    } catch (refusal) {
      if (refusal instanceof Refusal) return error(refusal.status, refusal.code, refusal.message);
      throw refusal;
    }
  };

  private answer(method: string, path: string, url: URL, body: unknown): Response {
    const layers = /^\/simulations\/(\w+)\/layers\/(-?\d+)(\/\w+)?$/.exec(path);
    if (layers) return this.ofLayer(Number(layers[2]), layers[3] ?? '', url);
    switch (`${method} ${path}`) {
      case 'GET /session':
        return json({ user: { id: ids.project, name: 'me' }, publicUrl: 'http://localhost', version: '1' });
      case `GET /experiments/${ids.experiment}`:
        return json(this.experiment());
      case `GET /projects/${ids.project}`:
        return json(this.project());
      case `GET /projects/${ids.project}/files`:
        return json([this.picture(ids.dog, 'test/dog.png'), this.picture(ids.cat, 'test/cat.png')]);
      case `GET /projects/${ids.project}/experiments`:
        return json([this.experiment(), ...this.others]);
      case `GET /experiments/${ids.experiment}/graph`:
        return json(this.graph);
      case `POST /projects/${ids.project}/jobs`: {
        this.jobs.push(body);
        const { kind, experiment } = body as { kind: string; experiment: string };
        return json({ id: ids.project, project: ids.project, experiment, kind, state: 'queued', title: kind, created, attempts: 0 }, 201);
      }
      case `POST /jobs/${ids.compilation}/retry`:
        this.retried.push(ids.compilation);
        return json({ id: ids.compilation, project: ids.project, experiment: ids.experiment, kind: 'compile', state: 'queued', title: 'Compile', created, attempts: 1 });
      case 'GET /guide':
        return this.guide === undefined ? error(404, 'not_found', 'no guide') : json(this.guide);
      case 'GET /simulations':
        return json(this.simulation ? [this.simulation] : []);
      case `POST /experiments/${ids.experiment}/simulations`:
        return json(this.open((body as { picture: string }).picture), 201);
    }
    if (path.startsWith('/files/')) return new Response(new Uint8Array([1, 2, 3]));
    const id = this.simulation?.id ?? '';
    if (!id || !path.startsWith(`/simulations/${id}`)) return error(404, 'not_found', `${path} does not exist`);
    const rest = path.slice(`/simulations/${id}`.length);
    switch (`${method} ${rest}`) {
      case 'GET ':
        return json(this.need());
      case 'DELETE ':
        this.simulation = undefined;
        return new Response(null, { status: 204 });
      case 'POST /resume':
        return this.change({ state: 'live' });
      case 'POST /interrupt':
        return new Response(null, { status: 204 });
      case 'POST /move':
        return this.move(body as Move);
      case 'PUT /picture':
        return this.anotherPicture((body as { picture: string }).picture);
      case 'PUT /stops':
        return this.change({ stops: (body as { stops: Stop[] }).stops });
      case 'POST /edits':
        return this.edit(body as Edit);
      case 'POST /undo':
        return this.swap(this.done, this.undone);
      case 'POST /redo':
        return this.swap(this.undone, this.done);
      case 'POST /save':
        return json({ ...this.experiment(), id: ids.saved, name: (body as { name: string }).name, parent: ids.experiment }, 201);
      case 'GET /errors':
        return json(this.errors(url.searchParams.get('isolated') === 'true'));
      case 'GET /answer':
        return this.answers();
    }
    return error(404, 'not_found', `${method} ${path} does not exist`);
  }

  private project(): Project {
    return { id: ids.project, name: 'Example', owner: 'me', example: this.example, created, changed: created, files: 2, experiments: 1, bytes: 1 };
  }
  private experiment(): Experiment {
    return {
      id: ids.experiment,
      project: ids.project,
      name: 'log2',
      state: this.experimentState,
      job: ids.compilation,
      created,
      options: {},
      source: {},
      edits: [],
      scores: {},
      modes: ['float', 'hybrid', 'int'],
    };
  }
  private picture(id: string, path: string): Picture {
    return { id, project: ids.project, path, kind: 'picture', bytes: 3, created };
  }

  private need(): Simulation {
    if (!this.simulation) throw new Refusal(404, 'not_found', 'the simulation does not exist');
    return this.simulation;
  }

  private read(picture: string): void {
    if (!this.unreadable.has(picture)) return;
    throw new Refusal(422, 'unprocessable', `/var/lib/qsim data/simulations/${ids.simulation}/pictures/${picture}.png: cannot decode the PNG picture: the file ends too early`);
  }

  private open(picture: string): Simulation {
    this.read(picture);
    this.simulation = {
      id: ids.simulation,
      experiment: ids.experiment,
      picture,
      created,
      state: 'live',
      position: 0,
      layers: this.graph.layers.length,
      busy: false,
      sequence: 1,
      modes: this.graph.layers.map(({ host }) => (host ? 'float' : 'int')),
      stale: [],
      stops: [],
      hits: [],
      edits: [],
      redo: 0,
      milliseconds: 1,
    };
    return this.simulation;
  }

  private change(change: Partial<Simulation>): Response {
    const now = this.need();
    if (now.state === 'failed' && change.state !== 'live') throw new Refusal(500, 'engine_failed', now.message ?? '');
    this.simulation = { ...now, ...change, sequence: now.sequence + 1 };
    return json(this.simulation);
  }

  private move(move: Move): Response {
    const { position, layers, stops } = this.need();
    const target = { to: move.layer ?? 0, step: position + (move.count ?? 1), continue: layers, restart: layers }[move.kind];
    const end = Math.min(layers, Math.max(0, target));
    const from = move.kind === 'restart' ? 0 : position;
    const stop = move.stops === false ? undefined : stops.filter(({ layer, when }) => when === 'before' && layer > from && layer < end).sort((a, b) => a.layer - b.layer)[0];
    return this.change({
      position: stop ? stop.layer : end,
      busy: false,
      stale: [],
      hits: stop ? [{ layer: stop.layer, text: `break ${stop.layer}` }] : [],
    });
  }

  private edit(edit: Edit): Response {
    const now = this.need();
    if (edit.kind === 'values' && edit.values?.some((value) => Math.abs(value) > 127))
      throw new Refusal(422, 'unprocessable', `${edit.tensor}: value ${edit.values[0]}, expected -127..127`);
    const layers = edit.layers ?? [edit.layer ?? 0];
    this.done.push({ modes: now.modes, edits: now.edits });
    this.undone = [];
    const modes = now.modes.map((mode, index) => (edit.mode && layers.includes(index) ? this.nearest(index, edit.mode) : mode));
    const text = edit.kind === 'mode' ? `mode ${layers.join(',')} ${edit.mode}` : edit.kind === 'values' ? `set ${layers[0]} ${edit.tensor}[${edit.index}] ${edit.values?.join(' ')}` : `quantize ${layers.join(',')} ${JSON.stringify(edit.activation ?? edit.weights)}`;
    const first = Math.min(...layers);
    return this.change({
      modes,
      redo: 0,
      stale: Array.from({ length: Math.max(0, now.position - first) }, (_, index) => first + index),
      edits: [...now.edits, { text, kind: edit.kind, layers, ...(edit.tensor === 'output' && { ofPicture: true }) }],
    });
  }

  /** What was written over the old one's tensors goes, also from what undo and redo know. */
  private anotherPicture(picture: string): Response {
    this.read(picture);
    const kept = (edits: Simulation['edits']) => edits.filter(({ ofPicture }) => !ofPicture);
    const ofNetwork = (states: State[]) => states.map((state) => ({ ...state, edits: kept(state.edits) }));
    const { edits } = this.need();
    this.done = ofNetwork(this.done).slice(0, kept(edits).length);
    this.undone = ofNetwork(this.undone);
    return this.change({ picture, position: 0, edits: kept(edits) });
  }

  private nearest(layer: number, mode: Mode): Mode {
    return this.graph.layers[layer]?.modes.includes(mode) ? mode : 'float';
  }

  private swap(from: State[], to: State[]): Response {
    const now = this.need();
    const state = from.pop();
    if (!state) throw new Refusal(422, 'unprocessable', 'there is nothing to undo');
    to.push({ modes: now.modes, edits: now.edits });
    return this.change({ ...state, redo: this.undone.length, stale: Array.from({ length: now.position }, (_, index) => index) });
  }

  /** Noise grows with each integer layer; layer 3 is the bad one until it is quantized by another method. */
  private noise(layer: number, mode: Mode): number {
    if (mode === 'float') return 0;
    const mended = this.need().edits.some(({ kind, layers }) => kind === 'quantize' && layers.includes(layer));
    return layer === 3 && !mended ? 0.1 : 0.0001;
  }

  private errors(isolated: boolean): LayerError[] {
    const { position, modes, stale } = this.need();
    let noise = 0;
    const errors: LayerError[] = [];
    for (let layer = 0; layer < position; ++layer) {
      const own = this.noise(layer, modes[layer] ?? 'float');
      noise += own;
      if (stale.includes(layer)) continue;
      errors.push({
        layer,
        cosine: 1 - noise,
        mse: noise,
        maxAbs: noise,
        saturation: own > 0.01 ? 0.02 : 0,
        overflows: 0,
        ...(noise > 0 && { sqnr: -10 * Math.log10(noise) }),
        ...(isolated && own > 0 && { isolatedSqnr: -10 * Math.log10(own) }),
      });
    }
    return errors;
  }

  private answers(): Response {
    const now = this.need();
    if (now.position < now.layers) throw new Refusal(409, 'conflict', 'the run stands before the end');
    this.simulation = { ...now, stale: [] };
    const noise = now.modes.reduce((sum, mode, layer) => sum + this.noise(layer, mode), 0);
    const box = (name: string, index: number, score: number) => ({ class: index, name, score, x: 0.1 + 0.4 * index, y: 0.2, width: 0.3, height: 0.3 });
    const float: Answer = { boxes: [box('disc', 0, 0.9), box('ring', 1, 0.6)], classes: [] };
    const run: Answer = { boxes: noise > 0.05 ? [box('disc', 0, 0.85)] : float.boxes, classes: [] };
    return json({ run, float, ...(noise > 0 && { sqnr: -10 * Math.log10(noise) }) });
  }

  private ofLayer(index: number, what: string, url: URL): Response {
    const now = this.need();
    if (now.state === 'failed') throw new Refusal(500, 'engine_failed', now.message ?? '');
    const layer = this.graph.layers[index];
    const shape = layer?.shape ?? this.graph.picture;
    const tensor = url.searchParams.get('tensor') ?? 'output';
    const mode = now.modes[index] ?? 'int';
    const stored = mode === 'int' ? 'i8' : 'f32';
    const shapes: Record<string, number[]> = { output: shape, weights: [4, 3, 3, 3], biases: [4] };
    if (what === '')
      return json({
        index,
        name: layer?.name ?? 'image',
        kind: layer?.kind ?? 'image',
        mode,
        ran: index < now.position,
        stale: now.stale.includes(index),
        milliseconds: 0.5,
        tensors: [
          { name: 'output', dtype: stored, shape, editable: true, ...(layer?.output && { quantization: layer.output }) },
          ...(layer?.weights
            ? [
                { name: 'weights', dtype: 'i8', shape: shapes['weights'], editable: true, quantization: layer.weights },
                { name: 'biases', dtype: 'i32', shape: shapes['biases'], editable: true },
              ]
            : []),
        ],
        parameters: {},
      });
    if (tensor === 'output' && index >= now.position) throw new Refusal(409, 'conflict', `${layer?.name} has not run`);
    if (what === '/statistics') {
      const summary = { count: 100, min: -3, max: 5, mean: 0.1, deviation: 1.2, zeros: 3, nans: 0 };
      const counts = Array.from({ length: 128 }, (_, bin) => Math.round(1000 * Math.exp(-(((bin - 48) / 20) ** 2))));
      return json({ run: summary, float: summary, error: this.errors(false)[index], histogram: { low: -3, high: 5, run: counts, float: counts, thresholds: [-4, 3.96875] } });
    }
    const [c = 1, h = 1, w = 1] = tensor === 'weights' ? [4, 9, 3] : tensor === 'biases' ? [4, 1, 1] : shape;
    if (what === '/map') {
      this.maps.push(url);
      const first = Number(url.searchParams.get('first') ?? 0);
      const count = Math.min(c - first, Number(url.searchParams.get('count') ?? 64));
      const difference = url.searchParams.get('source') === 'difference';
      const values = Float32Array.from({ length: count * h * w }, (_, place) => (difference ? 0.03125 : ((first * h * w + place) % 64) / 32));
      return new Response(values.buffer, { headers: tensorHeaders([count, h, w], 'f32') });
    }
    const raw = url.searchParams.get('form') === 'raw';
    const size = (shapes[tensor] ?? shape).reduce((product, side) => product * side, 1);
    const bytes = raw ? (tensor === 'biases' ? 4 : 1) : 4;
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(this.range) ?? [];
    const first = from ? Number(from) / bytes : 0;
    const count = from && to ? (Number(to) + 1 - Number(from)) / bytes : size;
    const values = raw && tensor === 'weights' ? new Int8Array(count).map((_, place) => (first + place) % 7) : raw && tensor === 'biases' ? new Int32Array(count).fill(11) : new Float32Array(count);
    return new Response(values.buffer, { headers: tensorHeaders(shapes[tensor] ?? shape, raw ? (tensor === 'biases' ? 'i32' : 'i8') : 'f32') });
  }
}

const tensorHeaders = (shape: number[], dtype: string): Record<string, string> => ({
  'Tensor-Shape': shape.join(','),
  'Tensor-Dtype': dtype,
  'Tensor-Range': '-1,2',
  'Tensor-Step': '1',
});

const json = (document: unknown, status = 200) => new Response(JSON.stringify(document), { status, headers: { 'Content-Type': 'application/json' } });
const error = (status: number, code: string, message: string, reason?: Reason) => json({ error: { code, message, reason, request: 'r1' } }, status);
