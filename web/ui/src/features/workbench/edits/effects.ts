// SPDX-License-Identifier: Apache-2.0
// What each edit did to the SQNR at the head. A measurement belongs to the picture and to the edits that stood when
// the run came to its end; the effect of an edit is the step from the measurement without it to the one with it.
import type { Simulation } from '../types';

type Edited = Pick<Simulation, 'picture' | 'edits'>;

const separator = '\u0000';

function keyOf(picture: string, edits: readonly { text: string }[]): string {
  return [picture, ...edits.map(({ text }) => text)].join(separator);
}

/** null: measured, and without any noise. */
export type Measured = number | null;

export class Effects {
  private readonly measured = new Map<string, Measured>();

  record({ picture, edits }: Edited, sqnr: number | undefined): void {
    this.measured.set(keyOf(picture, edits), sqnr ?? null);
  }

  /** SQNR with the first `count` edits; undefined where no run measured it. */
  after({ picture, edits }: Edited, count = edits.length): Measured | undefined {
    return this.measured.get(keyOf(picture, edits.slice(0, count)));
  }

  /** dB that the edit at `index` brought; undefined where one of the two is not measured or has no noise to compare. */
  of(simulation: Edited, index: number): number | undefined {
    const before = this.after(simulation, index);
    const after = this.after(simulation, index + 1);
    return before === undefined || after === undefined || before === null || after === null ? undefined : after - before;
  }
}
