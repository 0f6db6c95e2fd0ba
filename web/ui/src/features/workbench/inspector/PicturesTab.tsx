// SPDX-License-Identifier: Apache-2.0
// A layer's output as pictures: FLOAT, the run and their difference, one cursor in all three. Only the channels of the page are fetched.
import { Button, Skeleton, useComputedColorScheme } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { formatScale, formatSignificant } from '@shared/format';
import { ErrorState } from '@shared/ui/states';
import { useHasRun, useLayerDetails, useMap } from '../api/hooks';
import { numberAt, type Tensor } from '../api/tensor';
import { common, differences, magnitudes } from '../colour/scale';
import { useSimulation, useWorkbench } from '../context';
import { useBox } from '../state/useWidth';
import { useTexts } from '../texts';
import type { Source } from '../types';
import { ChannelMap } from './ChannelMap';
import { Figure } from './Figure';
import { gridOf, indexOf, pageOf, type Spot } from './grid';
import classes from './inspector.module.css';
import { integerOf } from './integer';
import { NotRun } from './NotRun';

const tile = 46; // px of the page
const tileValues = 64; // a tile's longer side in values that are sent
const oneValues = 512;
const most = 64; // channels a page

export function PicturesTab({ difference }: { difference: boolean }) {
  const t = useTexts();
  const { graph, address, go, selected } = useWorkbench();
  const simulation = useSimulation();
  const [ref, { width, height }] = useBox({ width: 440, height: 480 });
  // How many channels fit is known once the tab stands: asked before, the engine would be asked twice.
  const [stands, setStands] = useState(false);
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      const end = ref(element);
      setStands(true);
      return end;
    },
    [ref],
  );
  const [spot, setSpot] = useState<Spot>();
  const dark = useComputedColorScheme('light') === 'dark';
  const ran = useHasRun(selected);
  const shown = ran && stands;
  const details = useLayerDetails(selected);
  const shape = selected < 0 ? graph.picture : (graph.layers[selected]?.shape ?? [1, 1, 1]);
  const [channels = 1, rows = 1, columns = 1] = shape;

  const panels: readonly Source[] = difference && selected >= 0 ? ['float', 'run', 'difference'] : selected < 0 ? ['run'] : ['float', 'run'];
  const perRow = Math.max(1, Math.floor((width / panels.length - 8) / tile));
  const perPage = Math.min(most, perRow * Math.max(2, Math.floor((height * 0.55) / tile)));
  const one = address.channel !== undefined && address.channel < channels;
  const first = one ? address.channel! : pageOf(Math.min(address.channel ?? 0, channels - 1), perPage);
  const [page, setPage] = useState(0);
  const start = one ? first : pageOf(Math.min(page, Math.max(0, channels - 1)), perPage);
  const count = one ? 1 : Math.min(perPage, channels - start);
  const request = (source: Source) => ({
    layer: selected,
    tensor: 'output',
    source,
    first: start,
    count,
    size: one ? oneValues : tileValues,
  });
  const float = useMap(request('float'), shown && selected >= 0);
  const run = useMap(request('run'), shown);
  const noise = useMap(request('difference'), shown && panels.includes('difference'));
  const maps: Record<Source, Tensor | undefined> = { float: float.data, run: run.data, difference: noise.data };

  const sent = run.data?.shape ?? [count, Math.min(rows, tileValues), Math.min(columns, tileValues)];
  const grid = useMemo(() => gridOf(sent[0] ?? count, sent[1] ?? 1, sent[2] ?? 1, perRow), [sent[0], sent[1], sent[2], count, perRow]); // eslint-disable-line react-hooks/exhaustive-deps
  const step = run.data?.step ?? 1;
  const [floatRange, runRange] = [float.data?.range, run.data?.range];
  const scale = useMemo(() => magnitudes(common([floatRange ?? runRange ?? [0, 1], runRange ?? floatRange ?? [0, 1]])), [floatRange, runRange]);
  const noiseScale = useMemo(() => differences(noise.data?.range ?? [0, 0], dark), [noise.data, dark]);

  const quantization = details.data?.tensors.find(({ name }) => name === 'output')?.quantization;
  const integers = details.data?.mode === 'int' && quantization;
  const inside = spot && spot.tile < grid.count && spot.y < grid.height && spot.x < grid.width ? spot : undefined;
  const value = (source: Source) => (inside && maps[source] ? numberAt(maps[source].values, indexOf(grid, inside)) : undefined);
  const runName = t(`mode.${details.data?.mode ?? simulation.modes[selected] ?? 'float'}`);
  const names: Record<Source, string> = { float: t('mode.float'), run: runName === t('mode.float') ? t('pictures.run') : runName, difference: t('pictures.difference') };

  const failed = run.error ?? float.error ?? noise.error;
  const table = () => {
    const lines: (string | number | undefined)[][] = [];
    for (let index = 0; index < (run.data?.values.length ?? 0); ++index) {
      const place = index % (grid.height * grid.width);
      lines.push([
        start + Math.floor(index / (grid.height * grid.width)),
        Math.floor(place / grid.width) * step,
        (place % grid.width) * step,
        ...panels.map((source) => (maps[source] ? numberAt(maps[source].values, index) : '')),
      ]);
    }
    return lines;
  };

  if (!ran) return <NotRun />;
  return (
    <div ref={attach}>
      <div className={classes['pager']}>
        {one ? (
          <>
            <Button size="compact-xs" variant="default" onClick={() => go({ channel: undefined })}>
              {t('pictures.all')}
            </Button>
            <Button size="compact-xs" variant="default" aria-label={t('pictures.previousChannel')} disabled={first === 0} onClick={() => go({ channel: first - 1 }, 'replace')}>
              ‹
            </Button>
            <span>{t('pictures.channel', { channel: first, count: channels })}</span>
            <Button size="compact-xs" variant="default" aria-label={t('pictures.nextChannel')} disabled={first >= channels - 1} onClick={() => go({ channel: first + 1 }, 'replace')}>
              ›
            </Button>
          </>
        ) : (
          <>
            <Button size="compact-xs" variant="default" aria-label={t('pictures.previousPage')} disabled={start === 0} onClick={() => setPage(start - perPage)}>
              ‹
            </Button>
            <span>{t('pictures.channels', { first: start, last: start + count - 1, count: channels })}</span>
            <Button size="compact-xs" variant="default" aria-label={t('pictures.nextPage')} disabled={start + count >= channels} onClick={() => setPage(start + perPage)}>
              ›
            </Button>
          </>
        )}
        {step > 1 && <span className="q-dim">{t('pictures.blocks', { step })}</span>}
      </div>
      {failed ? (
        <ErrorState error={failed} retry={() => void Promise.all([run.refetch(), float.refetch()])} />
      ) : (
        <Figure title={t('pictures.title', { layer: details.data?.name ?? '' })} head={[t('pictures.head.channel'), 'y', 'x', ...panels.map((source) => names[source])]} rows={table}>
          <div className={classes['maps']}>
            {panels.map((source) =>
              maps[source] || !(source === 'run' ? run : source === 'float' ? float : noise).isPending ? (
                <ChannelMap
                  key={source}
                  title={names[source]}
                  map={maps[source]}
                  grid={grid}
                  scale={source === 'difference' ? noiseScale : scale}
                  spot={inside}
                  onSpot={setSpot}
                  onOpen={one ? undefined : ({ tile: place }) => go({ channel: start + place })}
                />
              ) : (
                <Skeleton key={source} className={classes['map'] ?? ''} height={Math.round((width / panels.length) * (rows / Math.max(1, columns)))} />
              ),
            )}
          </div>
        </Figure>
      )}
      <div className={classes['readout']} aria-live="polite">
        {inside ? (
          <>
            <span>{t('pictures.place', { channel: start + inside.tile, y: inside.y * step, x: inside.x * step })}</span>
            {panels.map((source) => (
              <span key={source}>
                {names[source]} <b>{formatSignificant(value(source), 5)}</b>
                {source === 'run' && integers && value('run') !== undefined && (
                  <> = {t('pictures.integer', { integer: formatSignificant(integerOf(value('run')!, quantization), 6), scale: formatScale(quantization.scale) })}</>
                )}
              </span>
            ))}
          </>
        ) : (
          <span className="q-dim">{t('pictures.hover')}</span>
        )}
      </div>
    </div>
  );
}
