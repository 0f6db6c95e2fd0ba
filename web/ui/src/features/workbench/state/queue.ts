// SPDX-License-Identifier: Apache-2.0
// What a person asked for and the engine has not done yet, in order. Steps that wait together become one.
import type { Move } from '../types';

export interface Task {
  /** Only moves join. */
  move?: Move;
  run: (move: Move | undefined) => Promise<void>;
  /** It was forgotten before it began. */
  dropped?: () => void;
}

/** The move that has the effect of both, where the first has not begun. */
export function joinMoves(waiting: Move, next: Move): Move | undefined {
  if (next.kind === 'continue') return undefined;
  if (next.kind !== 'step') return next; // wherever the first would have ended
  if (waiting.kind !== 'step' || waiting.stops !== next.stops) return undefined;
  return { ...next, count: (waiting.count ?? 1) + (next.count ?? 1) };
}

export class TaskQueue {
  private readonly waiting: Task[] = [];
  private running = false;

  get idle(): boolean {
    return !this.running;
  }

  /** Nothing waits; something may run. */
  get empty(): boolean {
    return this.waiting.length === 0;
  }

  add(task: Task): void {
    const last = this.waiting.at(-1);
    const joined = last?.move && task.move ? joinMoves(last.move, task.move) : undefined;
    if (last && joined) last.move = joined;
    else this.waiting.push(task);
    if (!this.running) void this.work();
  }

  /** Forgets what has not begun. */
  clear(): void {
    for (const task of this.waiting.splice(0)) task.dropped?.();
  }

  private async work(): Promise<void> {
    this.running = true;
    for (let task = this.waiting.shift(); task; task = this.waiting.shift()) await task.run(task.move);
    this.running = false;
  }
}
