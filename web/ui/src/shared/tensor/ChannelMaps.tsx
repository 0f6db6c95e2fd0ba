// SPDX-License-Identifier: Apache-2.0
// The same channels of several tensors beside each other, with one cursor in all of them and the values that it reads.
import { Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Quantization } from '@shared/api/types';
import { formatScale, formatSignificant } from '@shared/format';
import { ChannelMap } from './ChannelMap';
import { Figure } from './Figure';
import { gridOf, indexOf, type Spot } from './grid';
import { integerOf } from './integer';
import { numberAt, type Tensor } from './tensor';
import type { Scale } from './scale';
import classes from './tensor.module.css';
import { useTexts } from './texts';
import { sentOf, type Page } from './usePage';

export interface Panel {
  key: string;
  title: string;
  /** undefined: on its way, or not to be had */
  map: Tensor | undefined;
  pending: boolean;
  scale: Scale;
  /** of the integers behind the values, where there are any */
  quantization?: Quantization | undefined;
}

interface Props {
  title: string;
  page: Page;
  shape: readonly number[];
  panels: readonly Panel[];
  /** without: a click opens nothing */
  onChannel?: ((channel: number) => void) | undefined;
}

export function ChannelMaps({ title, page, shape, panels, onChannel }: Props) {
  const t = useTexts();
  const [spot, setSpot] = useState<Spot>();
  const known = panels.find(({ map }) => map)?.map;
  const { start, count, perRow, one } = page;
  const [tiles = count, height = 1, width = 1] = known?.shape ?? sentOf(shape, page);
  const grid = useMemo(() => gridOf(tiles, height, width, perRow), [tiles, height, width, perRow]);
  const step = known?.step ?? 1;
  const inside = spot && spot.tile < grid.count && spot.y < grid.height && spot.x < grid.width ? spot : undefined;
  const tileSize = grid.height * grid.width;
  const table = () =>
    Array.from({ length: known?.values.length ?? 0 }, (_, index) => [
      start + Math.floor(index / tileSize),
      Math.floor((index % tileSize) / grid.width) * step,
      (index % grid.width) * step,
      ...panels.map(({ map }) => (map ? numberAt(map.values, index) : '')),
    ]);
  return (
    <>
      <Figure title={title} head={[t('pictures.head'), 'y', 'x', ...panels.map((panel) => panel.title)]} rows={table}>
        <div className={classes['maps']}>
          {panels.map(({ key, title: name, map, pending, scale }) =>
            map || !pending ? (
              <ChannelMap
                key={key}
                title={name}
                map={map}
                grid={grid}
                scale={scale}
                spot={inside}
                onSpot={setSpot}
                onOpen={one || !onChannel ? undefined : ({ tile }) => onChannel(start + tile)}
              />
            ) : (
              <Skeleton key={key} className={classes['map'] ?? ''} height={Math.round((page.width / panels.length) * ((shape[1] ?? 1) / Math.max(1, shape[2] ?? 1)))} />
            ),
          )}
        </div>
      </Figure>
      <div className={classes['readout']} aria-live="polite">
        {inside ? (
          <>
            <span>{t('pictures.place', { channel: start + inside.tile, y: inside.y * step, x: inside.x * step })}</span>
            {panels.map(({ key, title: name, map, quantization }) => {
              const value = map && numberAt(map.values, indexOf(grid, inside));
              return (
                <span key={key}>
                  {name} <b>{formatSignificant(value, 5)}</b>
                  {quantization && value !== undefined && (
                    <> = {t('pictures.integer', { integer: formatSignificant(integerOf(value, quantization), 6), scale: formatScale(quantization.scale) })}</>
                  )}
                </span>
              );
            })}
          </>
        ) : (
          <span className="q-dim">{t('pictures.hover')}</span>
        )}
      </div>
    </>
  );
}
