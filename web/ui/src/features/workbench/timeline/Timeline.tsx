// SPDX-License-Identifier: Apache-2.0
// The whole network as a strip: noise by layer, modes, breakpoints, where the run stands. A click runs to a layer,
// a drag marks a stretch; with the keyboard a caret does both.
import { memo, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { formatSqnr } from '@shared/format';
import { useBox } from '@shared/ui/useBox';
import { neighbour, stretch } from '../state/selection';
import { useTexts } from '../texts';
import type { Graph, LayerError, Mode } from '../types';
import { layerAt, modeRuns, noiseLevel, slotX, windowBetween, type Window } from './geometry';
import { barsHeight, barsTop, modeHeight, modeTop, Tick } from './Tick';
import classes from './timeline.module.css';

const dragFrom = 4; // px

export interface TimelineProps {
  graph: Graph;
  modes: readonly Mode[];
  position: number;
  progress: number | undefined;
  errors: ReadonlyMap<number, LayerError>;
  stale: ReadonlySet<number>;
  breakpoints: ReadonlySet<number>;
  selected: number;
  marked: ReadonlySet<number>;
  /** the layer has run then, and is chosen */
  onRun: (layer: number) => void;
  onMark: (layers: ReadonlySet<number>) => void;
}

export const Timeline = memo(function Timeline(props: TimelineProps) {
  const { graph, modes, position, progress, errors, stale, breakpoints, selected, marked, onRun, onMark } = props;
  const t = useTexts();
  const count = graph.layers.length;
  const [box, { width }] = useBox({ width: 1000, height: 84 });
  const slots = useMemo(() => ({ count, width }), [count, width]);
  const each = count > 0 ? width / count : 0;
  const [hover, setHover] = useState<number>();
  const [caret, setCaret] = useState<number>();
  const anchor = useRef<number>(undefined);
  const press = useRef<{ x: number; moved: boolean } | undefined>(undefined);
  const [drag, setDrag] = useState<Window>();
  const runs = useMemo(() => modeRuns(graph.layers.map(({ host, index }) => (host ? 'host' : (modes[index] ?? 'float')))), [graph, modes]);

  const place = (event: PointerEvent<HTMLElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const inside = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>) => {
    const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  };
  const at = caret ?? selected;
  const isMarked = (layer: number) => marked.has(layer) || (drag !== undefined && layer >= drag.first && layer <= drag.last);

  const words = (layer: number) => {
    const { name, host } = graph.layers[layer]!;
    const error = errors.get(layer);
    const noise = error ? (error.sqnr === undefined ? t('timeline.noNoise') : formatSqnr(error.sqnr)) : t('timeline.notMeasured');
    const own = error?.isolatedSqnr === undefined ? '' : `, ${t('timeline.own', { sqnr: formatSqnr(error.isolatedSqnr) })}`;
    return `${layer} ${name}: ${t(host ? 'mode.host' : `mode.${modes[layer] ?? 'float'}`)}, ${noise}${own}`;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: 10, PageUp: -10, Home: -count, End: count };
    const step = steps[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (step !== undefined) {
      const next = neighbour(at, step, count);
      setCaret(next);
      if (event.shiftKey) {
        anchor.current ??= at;
        onMark(stretch(anchor.current, next));
      } else anchor.current = undefined;
    } else if (event.key === 'Enter' || event.key === ' ') {
      anchor.current = undefined;
      onRun(at);
    } else return;
    event.preventDefault();
  };

  const end = () => {
    press.current = undefined;
    setDrag(undefined);
  };
  const cursor = slotX(slots, position);
  return (
    <div className={classes['strip']}>
      <div
        ref={box}
        className={classes['box']}
        role="slider"
        tabIndex={0}
        aria-label={t('timeline.title')}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={at < 0 ? 0 : at}
        aria-valuetext={count > 0 ? `${words(Math.max(0, at))}. ${t('timeline.keys')}` : ''}
        onKeyDown={onKeyDown}
        onBlur={() => setCaret(undefined)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          // From here on: a release outside of the strip must be heard, too.
          event.currentTarget.setPointerCapture?.(event.pointerId);
          press.current = { x: place(event), moved: false };
        }}
        onPointerMove={(event) => {
          const x = place(event);
          setHover(layerAt(slots, x));
          const begun = press.current;
          if (!begun) return;
          if (event.buttons === 0) return end(); // released where nobody heard of it
          if (!begun.moved && Math.abs(x - begun.x) < dragFrom) return;
          begun.moved = true;
          setDrag(windowBetween(slots, begun.x, x));
        }}
        onPointerUp={(event) => {
          const begun = press.current;
          if (!begun) return;
          const x = place(event);
          if (begun.moved) {
            const { first, last } = windowBetween(slots, begun.x, x);
            onMark(stretch(first, last));
          } else if (count > 0 && inside(event)) onRun(layerAt(slots, x));
          end();
        }}
        onPointerCancel={end}
        onPointerLeave={() => setHover(undefined)}
      >
        <svg className={classes['svg']} aria-hidden>
          {[0.25, 0.5, 0.75, 1].map((level) => (
            <line key={level} className={classes['grid']} x1={0} x2={width} y1={barsTop + barsHeight * (1 - level)} y2={barsTop + barsHeight * (1 - level)} />
          ))}
          {graph.layers.map(({ index }) => {
            const error = errors.get(index);
            return (
              <Tick
                key={index}
                layer={index}
                x={slotX(slots, index)}
                width={each}
                level={error ? noiseLevel(error.sqnr) : 0}
                own={error?.isolatedSqnr === undefined ? undefined : noiseLevel(error.isolatedSqnr)}
                stale={stale.has(index)}
                selected={index === selected}
                marked={isMarked(index)}
                breakpoint={breakpoints.has(index)}
              />
            );
          })}
          {runs.map(({ mode, first, last }) => {
            const x = slotX(slots, first);
            const length = slotX(slots, last + 1) - x;
            return (
              <g key={first}>
                <rect className={classes['mode']} data-mode={mode} x={x} y={modeTop} width={Math.max(1, length - 1)} height={modeHeight} rx={2} />
                {length > 48 && (
                  <text className={classes['modeText']} x={x + 6} y={modeTop + 11}>
                    {t(`mode.${mode}`)}
                  </text>
                )}
              </g>
            );
          })}
          {caret !== undefined && <rect className={classes['caret']} x={slotX(slots, caret) - 1} y={barsTop - 2} width={each + 1} height={barsHeight + 4} />}
          {progress !== undefined && <line className={classes['ahead']} x1={slotX(slots, progress)} x2={slotX(slots, progress)} y1={0} y2={modeTop + modeHeight} />}
          <g transform={`translate(${cursor} 0)`} data-testid="timeline-cursor" data-position={position}>
            <line className={classes['cursor']} y1={0} y2={modeTop + modeHeight} />
            <path className={classes['cursorHead']} d="M-5 0h10L0 8z" />
          </g>
        </svg>
        {hover !== undefined && hover >= 0 && (
          <div className={classes['hint']} style={{ left: Math.min(width - 120, Math.max(120, slotX(slots, hover + 0.5))) }}>
            {words(hover)}
          </div>
        )}
      </div>
    </div>
  );
});
