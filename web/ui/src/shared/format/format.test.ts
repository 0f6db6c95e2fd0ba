// SPDX-License-Identifier: Apache-2.0
// Digits and units of numbers.
import { describe, expect, it } from 'vitest';
import * as format from '.';
import { parseNumber } from './parse';

describe('numbers', () => {
  it('gives scores in points with two decimals', () => {
    expect(format.formatScore(0.90984)).toBe('90.98');
    expect(format.formatScore(undefined)).toBe('–');
    expect(format.formatScore(1)).toBe('100.00');
  });
  it('gives a drop as FLOAT less the other, and no minus zero', () => {
    expect(format.formatDrop(0.9098, 0.9079)).toBe('0.19'); // 90.98 - 90.79
    expect(format.formatDrop(0.9098, 0.9142)).toBe('−0.44');
    expect(format.formatDrop(0.5, 0.500001)).toBe('0.00');
    expect(format.formatDrop(0.5, undefined)).toBe('–');
  });
  it('gives noise to 0.1 dB', () => {
    expect(format.formatSqnr(31.24)).toBe('31.2 dB');
    expect(format.formatSqnr(-3.06)).toBe('−3.1 dB');
    expect(format.formatSqnr(Infinity)).toBe('∞ dB');
    expect(format.formatSqnr(undefined)).toBe('–');
  });
  it('gives scales as powers of two where they are', () => {
    expect(format.formatScale(0.03125)).toBe('2⁻⁵'); // 1/32
    expect(format.formatScale(1)).toBe('2⁰');
    expect(format.formatScale(2 ** -20)).toBe('2⁻²⁰');
    expect(format.formatScale(1 / 127)).toBe('0.007874');
    expect(format.formatScale(0)).toBe('–');
  });
  it('gives 4 significant digits', () => {
    expect(format.formatSignificant(123456)).toBe('123\u202f500');
    expect(format.formatSignificant(-1234.5678, 7)).toBe('−1\u202f234.568');
    expect(format.formatSignificant(999)).toBe('999');
    expect(format.formatSignificant(1.234567, 7)).toBe('1.234567');
    expect(format.formatSignificant(12345678)).toBe('1.235e7');
    expect(format.formatMilliseconds(12345)).toBe('12\u202f300 ms');
    expect(format.formatSignificant(-0.000123456)).toBe('−0.0001235');
    expect(format.formatSignificant(1.25e-7)).toBe('1.25e−7');
    expect(format.formatSignificant(0)).toBe('0');
    expect(format.formatSignificant(NaN)).toBe('–');
  });
  it('gives bytes, counts, shares, times', () => {
    expect(format.formatBytes(999)).toBe('999 B');
    expect(format.formatBytes(962800)).toBe('962.8 kB');
    expect(format.formatBytes(999_999)).toBe('1.00 MB');
    expect(format.formatCount(1234567)).toBe('1\u202f234\u202f567');
    expect(format.formatCount(-1234)).toBe('−1\u202f234');
    expect(format.formatShare(0.0002)).toBe('0.02 %');
    expect(format.formatShare(0.00001)).toBe('< 0.01 %');
    expect(format.formatSeconds(0.85)).toBe('850 ms');
    expect(format.formatSeconds(59.6)).toBe('1 min');
    expect(format.formatSeconds(200)).toBe('3 min 20 s');
    expect(format.formatSeconds(7500)).toBe('2 h 5 min');
  });
  it('gives ages in the language of the reader', () => {
    const now = Date.parse('2020-01-01T12:00:00Z');
    expect(format.formatAge('2020-01-01T10:00:00Z', 'en', now)).toBe('2 hours ago');
    expect(format.formatAge('2020-01-01T10:00:00Z', 'ko', now)).toBe('2시간 전');
    expect(format.formatAge('2020-01-01T11:59:50Z', 'en', now)).toBe('now');
  });
});

describe('numbers that are typed', () => {
  it('may have a comma, and all that this interface writes', () => {
    expect(parseNumber(' 1,5 ')).toBe(1.5);
    expect(parseNumber(format.formatSignificant(-0.0000123))).toBe(-0.0000123);
    expect(parseNumber(format.formatSignificant(1234567, 7))).toBe(1234567);
    expect(parseNumber('.5')).toBe(0.5);
  });
  it('are refused where nobody knows what is meant', () => {
    for (const text of ['', ' ', 'x', '0x10', '1,234.5', '1 5', 'Infinity', '1e999', '--1']) expect(parseNumber(text), text).toBeUndefined();
  });
});
