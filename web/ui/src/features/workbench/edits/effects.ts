// SPDX-License-Identifier: Apache-2.0
// What each edit did to the SQNR at the head. A measurement belongs to the picture and to the edits that stood when
// the run came to its end; the effect of an edit is the step from the measurement without it to the one with it.
// Kept for the time of the browser's tab: a reload finds the simulation again, and what its edits did.
import type { Simulation } from '../types';

type Edited = Pick<Simulation, 'id' | 'picture' | 'edits'>;

const separator = '\u0000';

function keyOf(picture: string, edits: readonly { text: string }[]): string {
  return [picture, ...edits.map(({ text }) => text)].join(separator);
}

/** null: measured, and without any noise. */
export type Measured = number | null;

const place = (id: string) => `qsim-effects-${id}`;
/** More changes than anybody makes. */
const kept = 200;

function read(id: string): Map<string, Measured> {
  try {
    const entries: unknown = JSON.parse(sessionStorage.getItem(place(id)) ?? '[]');
    if (!Array.isArray(entries)) return new Map();
    const fits = (entry: unknown): entry is [string, Measured] =>
      Array.isArray(entry) && typeof entry[0] === 'string' && (entry[1] === null || typeof entry[1] === 'number');
    return new Map(entries.filter(fits));
  } catch {
    return new Map(); // it is a convenience: without it they are "not measured"
  }
}

function write(id: string, measured: ReadonlyMap<string, Measured>): void {
  try {
    sessionStorage.setItem(place(id), JSON.stringify([...measured].slice(-kept)));
  } catch {
    // The store is full or forbidden: they are known until the page is left.
  }
}

export class Effects {
  private id: string | undefined;
  private measured = new Map<string, Measured>();

  record({ id, picture, edits }: Edited, sqnr: number | undefined): void {
    const measured = this.measuredOf(id);
    const key = keyOf(picture, edits);
    measured.delete(key); // the newest is the last
    measured.set(key, sqnr ?? null);
    write(id, measured);
  }

  /** SQNR with the first `count` edits; undefined where no run measured it. */
  after({ id, picture, edits }: Edited, count = edits.length): Measured | undefined {
    return this.measuredOf(id).get(keyOf(picture, edits.slice(0, count)));
  }

  private measuredOf(id: string): Map<string, Measured> {
    if (id !== this.id) {
      this.id = id;
      this.measured = read(id);
    }
    return this.measured;
  }

  /** dB that the edit at `index` brought; undefined where one of the two is not measured or has no noise to compare. */
  of(simulation: Edited, index: number): number | undefined {
    const before = this.after(simulation, index);
    const after = this.after(simulation, index + 1);
    return before === undefined || after === undefined || before === null || after === null ? undefined : after - before;
  }
}
