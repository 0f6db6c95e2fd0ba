// SPDX-License-Identifier: Apache-2.0
// Breakpoints and watchpoints as a list that changes by whole stops.
import type { Stop } from '../types';

export const isBreakpoint = ({ when }: Stop): boolean => when === 'before' || when === 'after';

export function hasBreakpoint(stops: readonly Stop[], layer: number): boolean {
  return stops.some((stop) => stop.layer === layer && isBreakpoint(stop));
}

/** Takes all breakpoints of a layer away, or puts one before it. */
export function toggleBreakpoint(stops: readonly Stop[], layer: number): Stop[] {
  return hasBreakpoint(stops, layer)
    ? stops.filter((stop) => stop.layer !== layer || !isBreakpoint(stop))
    : [...stops, { layer, when: 'before' }];
}

export function sameStop(a: Stop, b: Stop): boolean {
  return a.layer === b.layer && a.when === b.when && a.limit === b.limit && a.high === b.high;
}

export function addStop(stops: readonly Stop[], stop: Stop): Stop[] {
  return stops.some((other) => sameStop(other, stop)) ? [...stops] : [...stops, stop];
}

export function removeStop(stops: readonly Stop[], stop: Stop): Stop[] {
  return stops.filter((other) => !sameStop(other, stop));
}

/** What a watch needs beside its layer. */
export const limits: Record<Stop['when'], 'none' | 'limit' | 'range'> = {
  before: 'none',
  after: 'none',
  saturation: 'limit',
  sqnr: 'limit',
  nan: 'none',
  overflow: 'none',
  outside: 'range',
};
