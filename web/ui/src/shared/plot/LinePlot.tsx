// SPDX-License-Identifier: Apache-2.0
// Curves over the layers of a network, drawn as SVG; the table beside it holds the same numbers.
import { formatFixed, formatSignificant } from '@shared/format';
import { useBox } from '@shared/ui/useBox';
import classes from './plot.module.css';

export interface Curve {
  label: string;
  color: string;
  dash?: string;
  /** By layer; undefined is skipped, infinity leaves a gap. */
  points: readonly (number | undefined)[];
}
interface Props {
  label: string;
  unit: string;
  names: readonly string[];
  curves: readonly Curve[];
  /** Level lines, such as FLOAT's score. */
  levels?: readonly { label: string; value: number }[];
  /** Index of the layer that is chosen everywhere. */
  selected?: number | undefined;
  onSelect?: (index: number) => void;
}

const FIRST_WIDTH = 720;
const HEIGHT = 200;
const LEFT = 48;
const BOTTOM = 24;
const TOP = 12;
const RIGHT = 12;

/** Round steps: 1, 2 or 5 times a power of ten. */
export function ticksOf(low: number, high: number, wanted = 4): number[] {
  const span = Math.max(high - low, 1e-9);
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step - 1e-9) * step; at <= high + step * 1e-9; at += step) ticks.push(Number(at.toPrecision(12)));
  return ticks;
}

export function LinePlot({ label, unit, names, curves, levels = [], selected, onSelect }: Props) {
  // As wide as its place, so that its texts keep their size.
  const [ref, { width }] = useBox({ width: FIRST_WIDTH, height: HEIGHT });
  const values = [...curves.flatMap(({ points }) => points), ...levels.map(({ value }) => value)].filter(
    (value): value is number => value !== undefined && Number.isFinite(value),
  );
  if (values.length === 0) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = (most - least || 1) * 0.05;
  const [low, high] = [least - margin, most + margin];
  const x = (index: number) => LEFT + (index / Math.max(1, names.length - 1)) * (width - LEFT - RIGHT);
  const y = (value: number) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const path = (points: Curve['points']) => {
    let joined = false;
    return points
      .map((value, index) => {
        if (value === undefined) return ''; // the line goes on over layers that were not measured
        if (!Number.isFinite(value)) {
          joined = false;
          return '';
        }
        const step = `${joined ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
        joined = true;
        return step;
      })
      .join('');
  };
  const every = Math.max(1, Math.ceil(names.length / (width / 60)));
  return (
    <figure ref={ref} className={classes['plot']}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
        {ticksOf(low, high).map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--q-line)" />
            <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {formatSignificant(tick)}
            </text>
          </g>
        ))}
        {selected !== undefined && selected >= 0 && <line x1={x(selected)} x2={x(selected)} y1={TOP} y2={HEIGHT - BOTTOM} stroke="var(--q-accent)" strokeWidth="1.5" />}
        {levels.map((level) => (
          <line key={level.label} x1={LEFT} x2={width - RIGHT} y1={y(level.value)} y2={y(level.value)} stroke="var(--q-dim)" strokeDasharray="2 3" />
        ))}
        {names.map((name, index) =>
          index % every === 0 ? (
            <text key={name} x={x(index)} y={HEIGHT - 6} textAnchor="middle">
              {name.match(/\d+$/)?.[0] ?? index}
            </text>
          ) : null,
        )}
        {curves.map((curve) => (
          <path key={curve.label} d={path(curve.points)} fill="none" stroke={curve.color} strokeWidth="1.5" strokeDasharray={curve.dash} />
        ))}
        {curves.map((curve) =>
          curve.points.map((value, index) =>
            value !== undefined && Number.isFinite(value) ? (
              <circle key={`${curve.label} ${names[index]}`} cx={x(index)} cy={y(value)} r="2.5" fill={curve.color}>
                <title>{`${names[index]}: ${curve.label} ${formatFixed(value, 2)} ${unit}`}</title>
              </circle>
            ) : null,
          ),
        )}
        {onSelect &&
          // The table beside the plot does the same for the keyboard.
          names.map((name, index) => (
            <rect key={name} className={classes['hit']} x={x(index - 0.5)} width={x(1) - x(0)} y={TOP} height={HEIGHT - TOP - BOTTOM} fill="transparent" onClick={() => onSelect(index)}>
              <title>{name}</title>
            </rect>
          ))}
      </svg>
      <figcaption>
        {curves.map((curve) => (
          <span key={curve.label}>
            <svg width="24" height="8" aria-hidden>
              <line x1="0" x2="24" y1="4" y2="4" stroke={curve.color} strokeWidth="2" strokeDasharray={curve.dash} />
            </svg>{' '}
            {curve.label}
          </span>
        ))}
        {levels.map((level) => (
          <span key={level.label}>
            <svg width="24" height="8" aria-hidden>
              <line x1="0" x2="24" y1="4" y2="4" stroke="var(--q-dim)" strokeWidth="2" strokeDasharray="2 3" />
            </svg>{' '}
            {level.label} {formatFixed(level.value, 2)}
          </span>
        ))}
        <span>{unit}</span>
      </figcaption>
    </figure>
  );
}
