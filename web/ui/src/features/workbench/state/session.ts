// SPDX-License-Identifier: Apache-2.0
// One simulation as the workbench holds it: what the server said last, guesses on top of it until it answers,
// requests one after the other, and what is fetched anew after each. Knows nothing of React.
import { ApiError, isApiError } from '@shared/api/client';
import { Effects } from '../edits/effects';
import { simulations } from '../api/simulations';
import type { Reason } from '@shared/api/types';
import type { Answers, Edit, Experiment, LayerError, Move, ServerEvent, Simulation, Stop } from '../types';
import { guessBusy, guessModes, guessStops, type Guess } from './optimistic';
import { openFirst, PictureRefused, type Candidate } from './pictures';
import { TaskQueue } from './queue';

export type Pending = 'move' | 'edit' | 'picture' | 'resume' | 'save' | 'end';

/** What could not be done, for a person; `code` decides on the next step that is offered. */
export interface Problem {
  code: ApiError['code'];
  message: string;
  /** what the message is made of, where the server said it */
  reason?: Reason | undefined;
  /** the picture that was refused, where it is about one */
  picture?: string | undefined;
}

export interface Snapshot {
  /** closed: it was ended here or elsewhere */
  phase: 'opening' | 'open' | 'refused' | 'closed';
  simulation: Simulation | undefined;
  /** the picture that was asked for last, until it is simulated or refused */
  asked: string | undefined;
  pending: Pending | undefined;
  /** layer that a move on its way has come to */
  progress: number | undefined;
  offline: boolean;
  problem: Problem | undefined;
  errors: readonly LayerError[];
  isolated: 'unknown' | 'measuring' | 'measured';
  answer: Answers | undefined;
  /** the answer of where the run stands now is on its way */
  answering: boolean;
  /** grows where values that were looked at before may have changed */
  version: number;
  saved: Experiment | undefined;
  /** that the last move took in the engine */
  milliseconds: number | undefined;
}

export interface Options {
  /** of boxes */
  threshold: number;
  /** two runs more are no wait: the isolated errors are measured without being asked for */
  quick: boolean;
}

const empty: Snapshot = {
  phase: 'opening',
  simulation: undefined,
  asked: undefined,
  pending: undefined,
  progress: undefined,
  offline: false,
  problem: undefined,
  errors: [],
  isolated: 'unknown',
  answer: undefined,
  answering: false,
  version: 0,
  saved: undefined,
  milliseconds: undefined,
};

const progressEvery = 60; // ms
const pollEvery = 1000; // ms, only while another page's move is waited for or an engine does not answer

export class Session {
  readonly effects = new Effects();
  private snapshot = empty;
  private confirmed: Simulation | undefined;
  private readonly guesses: Guess[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly queue = new TaskQueue();
  private fetches = 0;
  private poll: ReturnType<typeof setTimeout> | undefined;
  private ended = false;
  private opening: Promise<void> = Promise.resolve();
  private ahead: ReturnType<typeof setTimeout> | undefined;
  private aheadLayer = 0;

  constructor(private readonly options: Options = { threshold: 0.25, quick: true }) {}

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };
  readonly get = (): Snapshot => this.snapshot;

  /**
   * The simulation of the experiment that is there already, or a new one; on the picture that is `wanted`, else on its own or on
   * the first of the `others` that can be read.
   */
  open(experiment: string, wanted: Candidate | undefined, others: readonly Candidate[]): Promise<void> {
    this.ended = false;
    // One after the other: a page that mounts twice must find its first simulation and not start a second one.
    this.opening = this.opening.then(() => this.begin(experiment, wanted, others));
    return this.opening;
  }

  private async begin(experiment: string, wanted: Candidate | undefined, others: readonly Candidate[]): Promise<void> {
    if (this.ended) return;
    this.confirmed = undefined;
    this.set({ ...empty, version: this.snapshot.version + 1 });
    await this.attempt(async () => {
      const there = (await simulations.list()).filter((entry) => entry.experiment === experiment);
      // A newer one without changes, such as of a comparison, must not hide those that nobody has saved yet.
      const known = there.find(({ edits }) => edits.length > 0) ?? there[0];
      const candidates = wanted ? [wanted, ...others.filter(({ id }) => id !== wanted.id)] : others;
      const opened = known ? { simulation: known } : await openFirst(experiment, candidates);
      let { simulation } = opened;
      if ('refused' in opened && opened.refused) this.tell(opened.refused.error, opened.refused.picture);
      if (simulation.state === 'parked') simulation = await simulations.resume(simulation.id);
      // What was written over its picture would go: the page asks before.
      const loses = simulation.edits.some(({ ofPicture }) => ofPicture);
      const another = known && wanted && simulation.picture !== wanted.id && simulation.state === 'live' && !simulation.busy && !loses;
      // One that cannot be read is told; the simulation with its changes is there all the same.
      if (another) simulation = (await this.attempt(() => simulations.changePicture(simulation.id, wanted.id), wanted.id)) ?? simulation;
      this.set({ phase: 'open' });
      this.accept(simulation);
      this.refresh();
    });
    if (!this.confirmed) this.set({ phase: 'refused' });
  }

  /** Stops listening; the simulation stays on the server and is found again. */
  leave(): void {
    this.ended = true;
    this.forget();
    clearTimeout(this.poll);
  }

  readonly move = (move: Move): void => {
    this.queue.add({
      move,
      run: async (joined = move) => {
        if (joined.kind === 'step' && joined.count === 0) return;
        await this.change('move', (id) => simulations.move(id, joined), guessBusy, false);
      },
    });
  };

  readonly interrupt = (): void => {
    this.forget();
    const id = this.confirmed?.id;
    if (id) void this.attempt(() => simulations.interrupt(id));
  };

  readonly setStops = (stops: Stop[]): Promise<boolean> => this.enqueue('edit', (id) => simulations.setStops(id, stops), guessStops(stops), false);

  /** True where it was taken. */
  readonly edit = (edit: Edit, text = ''): Promise<boolean> =>
    this.enqueue('edit', (id) => simulations.applyEdit(id, edit), edit.kind === 'mode' ? guessModes(edit, text) : undefined);

  readonly undo = (): Promise<boolean> => this.enqueue('edit', simulations.undo);
  readonly redo = (): Promise<boolean> => this.enqueue('edit', simulations.redo);
  readonly changePicture = (picture: string): void => {
    this.set({ asked: picture });
    this.queue.add({
      run: async () => {
        await this.change('picture', (id) => simulations.changePicture(id, picture), undefined, true, true, picture);
        if (this.snapshot.asked === picture) this.set({ asked: undefined });
      },
    });
  };
  readonly resume = (): Promise<boolean> => this.enqueue('resume', simulations.resume);

  /** Ends the engine and forgets its changes. */
  readonly end = (): void => {
    this.forget();
    this.queue.add({
      run: async () => {
        const id = this.confirmed?.id;
        if (!id) return;
        this.set({ pending: 'end' });
        const done = await this.attempt(async () => {
          await simulations.close(id);
          return true;
        });
        this.set({ pending: undefined });
        if (done) this.close();
      },
    });
  };

  readonly save = (name: string): Promise<Experiment | undefined> =>
    new Promise((resolve) => {
      this.queue.add({
        run: async () => {
          const id = this.confirmed?.id;
          this.set({ pending: 'save' });
          const saved = id ? await this.attempt(() => simulations.save(id, name)) : undefined;
          this.set({ pending: undefined, ...(saved && { saved }) });
          resolve(saved);
        },
      });
    });

  /** What each layer adds alone; takes about two runs more. */
  readonly measureIsolated = async (): Promise<void> => {
    const simulation = this.confirmed;
    if (!simulation || this.snapshot.isolated === 'measuring') return;
    const version = this.snapshot.version;
    this.set({ isolated: 'measuring' });
    const errors = await this.attempt(() => simulations.errors(simulation.id, true));
    if (version !== this.snapshot.version) {
      this.set({ isolated: 'unknown' });
      return;
    }
    this.set(errors ? { errors, isolated: 'measured' } : { isolated: 'unknown' });
  };

  readonly dismiss = (): void => this.set({ problem: undefined });

  /** From the page's WebSocket. */
  readonly hear = (event: ServerEvent): void => {
    const id = this.confirmed?.id;
    if (!id) return;
    if (event.kind === 'progress' && event.progress?.simulation === id) {
      // Small layers take less than a frame: what is shown changes a few times a second.
      this.aheadLayer = event.progress.layer;
      this.ahead ??= setTimeout(() => {
        this.ahead = undefined;
        if (this.snapshot.simulation?.busy) this.set({ progress: this.aheadLayer });
      }, progressEvery);
    }
    if (event.kind === 'simulation' && event.simulation?.id === id && event.gone) {
      this.close();
      return;
    }
    if (event.kind === 'simulation' && event.simulation?.id === id) {
      const other = this.queue.idle && this.changedElsewhere(event.simulation);
      const computed = this.staleOf(event.simulation) < this.staleOf(this.confirmed);
      this.accept(event.simulation);
      // A look in the middle of a run has computed what was stale: its errors are known now. At the end, the answer does that.
      if (computed && this.queue.idle && !event.simulation.busy && event.simulation.position < event.simulation.layers) this.refresh();
      if (other && !event.simulation.busy) {
        this.set({ version: this.snapshot.version + 1 });
        this.refresh();
      }
    }
  };

  /** The page's connection went or came back. */
  readonly connected = (online: boolean): void => {
    if (!online) this.set({ offline: true });
    else if (this.snapshot.offline) void this.look();
  };

  /** Asks where the simulation stands. */
  readonly look = async (): Promise<void> => {
    const id = this.confirmed?.id;
    if (!id) return;
    try {
      const simulation = await simulations.get(id);
      this.set({ offline: false });
      this.accept(simulation);
      this.refresh();
    } catch (error) {
      if (isApiError(error, 'not_found')) this.close();
      else if (isApiError(error, 'offline')) this.later();
    }
  };

  /** It was ended, here or elsewhere: nothing that is asked of it still comes, and why it did not is no news. */
  private close(): void {
    this.forget();
    clearTimeout(this.poll);
    this.set({ phase: 'closed', pending: undefined, progress: undefined, offline: false, problem: undefined, answering: false });
  }

  private staleOf(simulation: Simulation | undefined): number {
    return simulation?.stale.length ?? 0;
  }

  private changedElsewhere(now: Simulation): boolean {
    const before = this.confirmed;
    return (
      !before ||
      before.picture !== now.picture ||
      before.position !== now.position ||
      before.edits.length !== now.edits.length ||
      before.modes.some((mode, layer) => mode !== now.modes[layer])
    );
  }

  private enqueue(pending: Pending, ask: (id: string) => Promise<Simulation>, guess?: Guess, values = true): Promise<boolean> {
    if (guess) this.guess(guess);
    return new Promise((resolve) =>
      this.queue.add({
        run: async () => resolve(await this.change(pending, ask, guess, values, values)),
        dropped: () => resolve(false),
      }),
    );
  }

  /** What was asked for and has not begun is not asked for any more. */
  private forget(): void {
    this.queue.clear();
    this.set({ asked: undefined });
  }

  private guess(guess: Guess): void {
    this.guesses.push(guess);
    this.show();
  }

  /**
   * One request that ends in where the simulation stands; true where it was taken. `values`: tensors that were looked at may be others now.
   * `again`: where it stands at the end, what became stale is computed at once.
   */
  private async change(
    pending: Pending,
    ask: (id: string) => Promise<Simulation>,
    guess: Guess | undefined,
    values: boolean,
    again = false,
    picture?: string,
  ): Promise<boolean> {
    const id = this.confirmed?.id;
    if (!id || this.ended) return false;
    if (guess && !this.guesses.includes(guess)) this.guess(guess);
    this.set({ pending, problem: undefined, progress: undefined });
    const simulation = await this.attempt(() => ask(id), picture);
    if (guess) this.guesses.splice(this.guesses.indexOf(guess), 1);
    if (this.ended) return simulation !== undefined;
    const rerun = again && simulation && simulation.position === simulation.layers && simulation.stale.length > 0 && this.queue.empty;
    this.set({ pending: undefined, progress: undefined });
    if (!simulation || this.snapshot.phase === 'closed') {
      this.show();
      return false;
    }
    this.accept(simulation);
    if (pending === 'move') this.set({ milliseconds: simulation.milliseconds });
    if (rerun) {
      // As a move, which tells where it is and can be ended; a look at a tensor would compute the same in silence, so looks come after it.
      this.queue.add({ move: { kind: 'continue' }, run: async (move = { kind: 'continue' }) => void (await this.change('move', (of) => simulations.move(of, move), guessBusy, true)) });
      return true;
    }
    if (values) this.set({ version: this.snapshot.version + 1, isolated: 'unknown' });
    this.refresh();
    return true;
  }

  private accept(simulation: Simulation): void {
    // An answer may come after an event that was told later: they travel on two connections.
    const late = this.confirmed?.id === simulation.id && simulation.sequence < this.confirmed.sequence;
    if (!late) this.confirmed = simulation;
    this.show();
    const waits = simulation.busy && this.snapshot.pending !== 'move';
    if (waits || simulation.state === 'unresponsive') this.later();
  }

  private later(): void {
    clearTimeout(this.poll);
    if (!this.ended) this.poll = setTimeout(() => void this.look(), pollEvery);
  }

  private show(): void {
    const { confirmed } = this;
    if (confirmed) this.set({ simulation: this.guesses.reduce((simulation, guess) => guess(simulation), confirmed) });
  }

  /** Errors by layer, and at the end the answer; an answer to an older question is thrown away. */
  private refresh(): void {
    const simulation = this.confirmed;
    // A parked one would be woken by a look.
    if (!simulation || simulation.state !== 'live' || simulation.busy) return;
    const turn = ++this.fetches;
    const current = () => turn === this.fetches && !this.ended;
    void this.attempt(async () => {
      if (simulation.position < simulation.layers) {
        this.set({ answer: undefined, answering: false });
        const errors = simulation.position > 0 ? await simulations.errors(simulation.id, false) : [];
        if (current()) this.set({ errors, isolated: 'unknown' });
        return;
      }
      // Among many boxes the answer takes long, and the errors do not wait for it. But it makes the engine compute again what
      // is stale: errors that were asked before that lack those layers.
      this.set({ answering: true });
      const answered = simulations
        .answer(simulation.id, this.options.threshold)
        .finally(() => current() && this.set({ answering: false }))
        .then((answer) => {
          if (!current()) return;
          this.effects.record(simulation, answer.sqnr);
          this.set({ answer });
        });
      const { quick } = this.options;
      const tellErrors = async (): Promise<number> => {
        if (quick && current()) this.set({ isolated: 'measuring' });
        const errors = await simulations.errors(simulation.id, quick);
        if (current()) this.set({ errors, isolated: quick ? 'measured' : 'unknown' });
        return errors.length;
      };
      const [told] = await Promise.all([tellErrors(), answered]);
      if (current() && told < simulation.layers && simulation.stale.length > 0) await tellErrors();
      if (current() && simulation.stale.length > 0) {
        const now = await simulations.get(simulation.id);
        if (current()) this.accept(now);
      }
    });
  }

  /** `picture`: that it is about. */
  private async attempt<T>(ask: () => Promise<T>, picture?: string): Promise<T | undefined> {
    try {
      const result = await ask();
      if (this.snapshot.offline) this.set({ offline: false });
      return result;
    } catch (error) {
      if (!this.ended) this.tell(error, picture);
      return undefined;
    }
  }

  private tell(error: unknown, about?: string): void {
    const { code, message, reason }: Problem = error instanceof ApiError ? error : { code: 'internal', message: String(error) };
    if (code === 'offline') {
      this.forget();
      this.set({ offline: true });
      this.later();
      return;
    }
    if (this.snapshot.phase === 'closed') return;
    if (code === 'engine_failed' && this.confirmed) {
      this.forget();
      // The document with the reason comes with an event or with the next look; that it failed is known now.
      if (this.confirmed.state === 'live') this.accept({ ...this.confirmed, busy: false, state: 'failed', message, ...(reason && { messageReason: reason }) });
      void this.look();
      return;
    }
    if (code === 'not_found' && this.confirmed && reason?.key !== 'no_such_picture') {
      this.close();
      return;
    }
    const picture = error instanceof PictureRefused ? error.picture : about;
    this.set({ problem: { code, message, reason, ...(picture !== undefined && { picture }) } });
  }

  private set(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const watcher of [...this.watchers]) watcher();
  }
}
