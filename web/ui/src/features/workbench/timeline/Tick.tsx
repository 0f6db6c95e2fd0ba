// SPDX-License-Identifier: Apache-2.0
// One layer's slot of the timeline.
import { memo } from 'react';
import classes from './timeline.module.css';

export const barsTop = 10;
export const barsHeight = 50;
export const modeTop = 64;
export const modeHeight = 14;

interface Props {
  layer: number;
  x: number;
  width: number;
  level: number;
  own: number | undefined;
  stale: boolean;
  selected: boolean;
  marked: boolean;
  breakpoint: boolean;
}

export const Tick = memo(function Tick({ layer, x, width, level, own, stale, selected, marked, breakpoint }: Props) {
  const gap = width > 4 ? 1 : 0;
  const height = level * barsHeight;
  const middle = x + width / 2;
  return (
    <g data-tick={layer}>
      <rect
        className={classes['slot']}
        x={x}
        y={barsTop}
        width={Math.max(0.5, width - gap)}
        height={barsHeight}
        data-selected={selected || undefined}
        data-marked={marked || undefined}
      />
      {height > 0 && (
        <rect
          className={classes['bar']}
          x={x}
          y={barsTop + barsHeight - height}
          width={Math.max(0.5, width - gap)}
          height={height}
          data-stale={stale || undefined}
        />
      )}
      {own !== undefined && (
        <circle className={classes['own']} cx={middle} cy={barsTop + barsHeight - own * barsHeight} r={Math.min(3.5, Math.max(1, width / 3))} />
      )}
      {selected && <rect className={classes['selected']} x={x} y={barsTop} width={Math.max(2, width - gap)} height={barsHeight} />}
      {breakpoint && <circle className={classes['dot']} cx={middle} cy={5} r={4} />}
    </g>
  );
});
