// SPDX-License-Identifier: Apache-2.0
// What is typed for a stop, and the name that is offered for what is saved.
import { describe, expect, it } from 'vitest';
import { problemOfStop, stopOf, type StopForm } from './stopForm';
import { suggestName } from './suggestion';

describe('a stop', () => {
  const form = (change: Partial<StopForm>): StopForm => ({ when: 'sqnr', layer: 3, limit: '20', high: '1', ...change });
  it('is what was typed, with a point or a comma', () => {
    expect(stopOf(form({ limit: '1,5' }))).toEqual({ layer: 3, when: 'sqnr', limit: 1.5 });
    expect(stopOf(form({ when: 'before', limit: 'x' }))).toEqual({ layer: 3, when: 'before' });
    expect(stopOf(form({ when: 'outside', limit: '−3', high: '1e2' }))).toEqual({ layer: 3, when: 'outside', limit: -3, high: 100 });
    expect(stopOf(form({ when: 'saturation', limit: '100' }))).toEqual({ layer: 3, when: 'saturation', limit: 100 });
  });
  it('is refused where it makes no sense', () => {
    for (const limit of ['', 'abc', '1.5.2', '1,234.5', '1e999']) expect(problemOfStop(form({ limit })), limit).toBe('number');
    for (const limit of ['200', '-1', '100,1']) expect(problemOfStop(form({ when: 'saturation', limit })), limit).toBe('saturation');
    expect(problemOfStop(form({ when: 'outside', limit: '3', high: '1' }))).toBe('order');
    expect(problemOfStop(form({ when: 'outside', limit: '3', high: '' }))).toBe('number');
    expect(stopOf(form({ when: 'saturation', limit: '200' }))).toBeUndefined();
  });
});

describe('the suggested name', () => {
  const of = (name: string, ...taken: string[]) => suggestName(name, ', edited', new Set(taken));
  it('is one that no other has', () => {
    expect(of('log2')).toBe('log2, edited');
    expect(of('log2', 'log2, edited')).toBe('log2, edited 2');
    expect(of('log2', 'log2, edited', 'log2, edited 2')).toBe('log2, edited 3');
  });
  it('counts copies of copies on', () => {
    expect(of('log2, edited', 'log2, edited')).toBe('log2, edited 2');
    expect(of('log2, edited 2', 'log2, edited', 'log2, edited 2')).toBe('log2, edited 3');
    expect(of('log2, edited, by me')).toBe('log2, edited, by me, edited');
  });
  it('is never longer than the server takes', () => {
    const long = of('x'.repeat(120));
    expect(long).toBe(`${'x'.repeat(111)}…, edited`);
    expect([...long]).toHaveLength(120);
    const numbered = of('가'.repeat(120), suggestName('가'.repeat(120), ', edited', new Set()));
    expect([...numbered]).toHaveLength(120);
    expect(numbered).toMatch(/…, edited 2$/);
    // 112 characters and the end are just 120.
    expect(of('😀'.repeat(112))).toBe(`${'😀'.repeat(112)}, edited`);
  });
});
