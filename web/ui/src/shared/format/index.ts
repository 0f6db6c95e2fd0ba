// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them: the right digits, always a unit, and a dash where there is none.
export const NONE = '–';
const MINUS = '−'; // as wide as a digit, unlike the hyphen

type Maybe = number | null | undefined;
const known = (value: Maybe): value is number => typeof value === 'number' && Number.isFinite(value);
/** Thin spaces between thousands; digits behind the point stay together. */
const grouped = (text: string) => text.replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, '\u202f'));
const signed = (text: string) => text.replace(/^-/, MINUS);
/** No "-0.00". */
const fixed = (value: number, digits: number) => {
  const text = value.toFixed(digits);
  return signed(Number(text) === 0 ? text.replace('-', '') : text);
};

/** A number with so many places behind the point. */
export const formatFixed = (value: Maybe, digits: number) => (known(value) ? fixed(value, digits) : NONE);

/** A score of 0..1 in points: 0.9098 is 90.98. */
export const formatScore = (score: Maybe) => (known(score) ? fixed(score * 100, 2) : NONE);

/** FLOAT less the other, in points: positive is a loss. */
export const formatDrop = (float: Maybe, other: Maybe) =>
  known(float) && known(other) ? fixed((float - other) * 100, 2) : NONE;

/** Noise, such as 31.2 dB; no noise at all is infinitely many. */
export const formatSqnr = (sqnr: Maybe) =>
  (sqnr === Infinity ? '∞ dB' : known(sqnr) ? `${fixed(sqnr, 1)} dB` : NONE);

/** `digits` significant digits, without zeros at the end, with thin spaces between thousands. */
export function formatSignificant(value: Maybe, digits = 4): string {
  if (!known(value)) return NONE;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e-4 && size < 1e7
      ? grouped(String(Number(value.toPrecision(digits))))
      : value.toExponential(digits - 1).replace(/\.?0+e/, 'e').replace('e+', 'e');
  return signed(text).replace('e-', `e${MINUS}`);
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const superscript = (value: number) =>
  (value < 0 ? '⁻' : '') + [...String(Math.abs(value))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('');

/** A scale: 2⁻⁵ where it is a power of two, else 4 significant digits. */
export function formatScale(scale: Maybe): string {
  if (!known(scale) || scale <= 0) return NONE;
  const exponent = Math.log2(scale);
  return Number.isInteger(exponent) ? `2${superscript(exponent)}` : formatSignificant(scale);
}

/** Bytes with the unit of people's file managers: 962.8 kB. */
export function formatBytes(bytes: Maybe): string {
  if (!known(bytes)) return NONE;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 2 : 1)} ${units[unit]}`;
}

/** Whole numbers with thin spaces between thousands. */
export const formatCount = (value: Maybe) =>
  known(value) ? grouped(signed(String(Math.round(value)))) : NONE;

/** A share of 0..1, such as 0.02 %. */
export function formatShare(share: Maybe): string {
  if (!known(share)) return NONE;
  const percent = share * 100;
  return `${percent !== 0 && Math.abs(percent) < 0.01 ? '< 0.01' : fixed(percent, 2)} %`;
}

/** A time span: 850 ms, 12 s, 3 min 20 s, 2 h 5 min. */
export function formatSeconds(seconds: Maybe): string {
  if (!known(seconds)) return NONE;
  if (seconds < 1) return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ''}`;
  const minutes = Math.floor(whole / 60) % 60;
  return `${Math.floor(whole / 3600)} h${minutes ? ` ${minutes} min` : ''}`;
}

export const formatMilliseconds = (milliseconds: Maybe) =>
  known(milliseconds) ? `${formatSignificant(milliseconds, 3)} ms` : NONE;

/** Channels, height and width of a tensor: 256×26×26. */
export const formatShape = (shape: readonly number[] | undefined) => (shape?.length ? shape.join('×') : NONE);

/** How long ago, in the reader's language: "2 hours ago". */
export function formatAge(time: string, language: string, now = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of steps)
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  return words.format(0, 'second');
}

export const formatTime = (time: string, language: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
