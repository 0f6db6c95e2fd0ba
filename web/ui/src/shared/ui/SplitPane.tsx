// SPDX-License-Identifier: Apache-2.0
// Two panes with a border that is dragged, or moved with the arrow keys, and that remembers where it was.
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import classes from './SplitPane.module.css';
import { useTexts } from './texts';

const STEP = 16; // px a key
const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function stored(name: string, fallback: number): number {
  const value = Number(localStorage.getItem(`qsim-split-${name}`));
  return Number.isFinite(value) && value > 0 ? value : fallback;
}

interface Props {
  /** Under which the size is kept. */
  name: string;
  /** The side whose size is fixed in pixels; the other takes the rest. */
  fixed?: 'first' | 'second';
  direction?: 'row' | 'column';
  size: number;
  min?: number;
  max?: number;
  /** Of the border, for screen readers. */
  label: string;
  children: readonly [ReactNode, ReactNode];
}

export function SplitPane({ name, fixed = 'first', direction = 'row', size, min = 160, max = 900, label, children }: Props) {
  const t = useTexts();
  const [pixels, setPixels] = useState(() => clamp(stored(name, size), min, max));
  const drag = useRef<{ from: number; pixels: number } | undefined>(undefined);
  const sign = fixed === 'first' ? 1 : -1;
  const row = direction === 'row';

  const move = (to: number) => {
    const next = clamp(Math.round(to), min, max);
    setPixels(next);
    localStorage.setItem(`qsim-split-${name}`, String(next));
  };
  const at = (event: PointerEvent) => (row ? event.clientX : event.clientY);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = row ? { ArrowLeft: -STEP, ArrowRight: STEP } : { ArrowUp: -STEP, ArrowDown: STEP };
    const by = steps[event.key];
    if (by !== undefined) move(pixels + by * sign);
    else if (event.key === 'Home') move(min);
    else if (event.key === 'End') move(max);
    else return;
    event.preventDefault();
  };

  // In a small window the fixed side gives way before the other vanishes.
  const style = { flex: `0 1 ${pixels}px` };
  const rest = { flex: '1 1 0', [row ? 'minWidth' : 'minHeight']: 112 };
  return (
    <div className={classes['split']} data-direction={direction}>
      <div className={classes['side']} style={fixed === 'first' ? style : rest}>
        {children[0]}
      </div>
      {/* A focusable separator is a widget (WAI-ARIA), which the rule does not know. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="separator"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('resize', { what: label })}
        aria-orientation={row ? 'vertical' : 'horizontal'}
        aria-valuenow={pixels}
        aria-valuemin={min}
        aria-valuemax={max}
        className={classes['border']}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          drag.current = { from: at(event), pixels };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (drag.current) move(drag.current.pixels + (at(event) - drag.current.from) * sign);
        }}
        onPointerUp={() => {
          drag.current = undefined;
        }}
        onDoubleClick={() => move(size)}
      />
      <div className={classes['side']} style={fixed === 'second' ? style : rest}>
        {children[1]}
      </div>
    </div>
  );
}
