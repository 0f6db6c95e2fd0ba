// SPDX-License-Identifier: Apache-2.0
// One tensor's channels on a canvas, with the cursor that all three pictures share.
import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { formatSignificant } from '@shared/format';
import type { Tensor } from './tensor';
import type { Scale } from './scale';
import { canvasOf, paintGrid, placeOf, spotAt, stepSpot, type Grid, type Spot } from './grid';
import classes from './tensor.module.css';

interface Props {
  title: string;
  note?: string;
  map: Tensor | undefined;
  grid: Grid;
  scale: Scale;
  spot: Spot | undefined;
  onSpot: (spot: Spot | undefined) => void;
  onOpen?: ((spot: Spot) => void) | undefined;
}

const largestValue = 24; // px
const css = (pixel: number) => `rgb(${pixel & 255} ${(pixel >>> 8) & 255} ${(pixel >>> 16) & 255})`;

export function ChannelMap({ title, note, map, grid, scale, spot, onSpot, onOpen }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useMemo(() => canvasOf(grid), [grid]);
  const ramp = useMemo(
    () => `linear-gradient(to right, ${Array.from({ length: 9 }, (_, stop) => css(scale.lut[Math.round((stop * 255) / 8)]!)).join(', ')})`,
    [scale.lut],
  );

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !map) return;
    const image = context.createImageData(size.width, size.height);
    paintGrid(map.values, grid, scale, new Uint32Array(image.data.buffer));
    context.putImageData(image, 0, 0);
    performance.mark('qsim:map-painted');
  }, [map, grid, scale, size]);

  const at = (event: PointerEvent<HTMLElement>): Spot | undefined => {
    const area = event.currentTarget.getBoundingClientRect();
    return spotAt(grid, ((event.clientX - area.left) / area.width) * size.width, ((event.clientY - area.top) / area.height) * size.height);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const by = steps[event.key];
    const from = spot ?? { tile: 0, y: 0, x: 0 };
    if (by) onSpot(spot ? stepSpot(grid, from, ...by) : from);
    else if (event.key === 'Enter' && onOpen) onOpen(from);
    else return;
    event.preventDefault();
  };
  const place = spot && placeOf(grid, spot);
  return (
    <div className={classes['map']}>
      <header>
        <span>{title}</span>
        {note && <small>{note}</small>}
      </header>
      {/* The cursor moves with the arrow keys; what it reads is told below. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={classes['canvasBox']}
        role="application"
        aria-label={title}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        style={{ aspectRatio: `${size.width} / ${size.height}`, maxWidth: size.width * largestValue }}
        onPointerMove={(event) => onSpot(at(event))}
        onPointerLeave={() => onSpot(undefined)}
        onClick={(event) => {
          const found = at(event as unknown as PointerEvent<HTMLElement>);
          if (found && onOpen) onOpen(found);
        }}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className={classes['canvas']} width={size.width} height={size.height} data-ready={map ? '' : undefined} aria-hidden />
        {place && (
          <span
            className={classes['cross']}
            style={{
              left: `${(place.left / size.width) * 100}%`,
              top: `${(place.top / size.height) * 100}%`,
              width: `${100 / size.width}%`,
              height: `${100 / size.height}%`,
            }}
          />
        )}
      </div>
      <div className={classes['ramp']} style={{ background: ramp }} />
      <div className={classes['rampMarks']}>
        <span>{formatSignificant(scale.low, 3)}</span>
        <span>{formatSignificant(scale.high, 3)}</span>
      </div>
    </div>
  );
}
