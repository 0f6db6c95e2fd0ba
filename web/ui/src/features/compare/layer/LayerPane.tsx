// SPDX-License-Identifier: Apache-2.0
// One layer's output in both experiments: pictures with their difference and one cursor, histograms on one axis, numbers side by side.
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { isApiError } from '@shared/api/client';
import type { GraphLayer, Mode } from '@shared/api/types';
import { formatShape } from '@shared/format';
import { widened } from '@shared/tensor/bins';
import { ChannelMaps, type Panel } from '@shared/tensor/ChannelMaps';
import { Pager } from '@shared/tensor/Pager';
import { common, magnitudes } from '@shared/tensor/scale';
import { SummaryTables } from '@shared/tensor/SummaryTables';
import { lessOf } from '@shared/tensor/tensor';
import { useTexts as useTensorTexts } from '@shared/tensor/texts';
import { useDifferences } from '@shared/tensor/useDifferences';
import { usePage } from '@shared/tensor/usePage';
import { useScaleText } from '@shared/tensor/useScaleText';
import { Pane } from '@shared/ui/Pane';
import { EmptyState, ErrorState, LoadingState } from '@shared/ui/states';
import classes from '../compare.module.css';
import type { PairedLayer } from '../noise';
import { useTexts } from '../texts';
import { useRevival } from '../useRevival';
import type { Side } from '../useSides';
import { Histograms, type Histogram } from './Histograms';
import { useMap, useStatistics } from './useLooks';

interface Props {
  a: Side;
  b: Side;
  row: PairedLayer;
  /** is one chosen? */
  picture: boolean;
  onPicture?: (() => void) | undefined;
  channel: number | undefined;
  onChannel: (channel: number | undefined, how?: 'push' | 'replace') => void;
}

/** One side's layer, where it has it. */
interface Seen {
  letter: 'A' | 'B';
  /** A or B, and the experiment's name */
  name: string;
  layer: GraphLayer;
  mode: Mode | undefined;
}

function seenOf(letter: 'A' | 'B', side: Side, index: number | undefined): Seen | undefined {
  const layer = index === undefined ? undefined : side.graph?.layers[index];
  return layer && { letter, name: `${letter} · ${side.experiment?.name ?? ''}`, layer, mode: layer.host ? undefined : side.run?.modes[layer.index] };
}

export function LayerPane(props: Props) {
  const t = useTexts();
  const { a, b, row, picture, onPicture } = props;
  const inA = seenOf('A', a, row.inA);
  const inB = seenOf('B', b, row.inB);
  return (
    <Pane title={t('layerPane.title', { layer: row.name })}>
      <div className={classes['layerBody']}>
        <Facts sides={[inA, inB]} />
        {!inA !== !inB && <p className={classes['blocks']}>{t('layerPane.onlyOne', { name: (inA ?? inB)!.name, layer: row.name, other: inA ? 'B' : 'A' })}</p>}
        {inA && inB && formatShape(inA.layer.shape) !== formatShape(inB.layer.shape) && (
          <p className={classes['blocks']}>{t('layerPane.otherShape', { layer: row.name, a: formatShape(inA.layer.shape), b: formatShape(inB.layer.shape) })}</p>
        )}
        {picture ? (
          <Looks key={row.name} {...props} inA={inA} inB={inB} />
        ) : (
          <EmptyState
            title={t('layerPane.noPicture')}
            action={
              onPicture && (
                <Button size="xs" variant="default" onClick={onPicture}>
                  {t('layerPane.firstPicture')}
                </Button>
              )
            }
          >
            {t('layerPane.noPictureHelp')}
          </EmptyState>
        )}
      </div>
    </Pane>
  );
}

function Facts({ sides }: { sides: readonly (Seen | undefined)[] }) {
  const scale = useScaleText();
  return (
    <ul className={classes['facts']}>
      {sides.map(
        (seen) =>
          seen && (
            <li key={seen.letter}>
              <b>{seen.name}</b>{' '}
              {[`${seen.layer.kind} ${seen.layer.text}`.trim(), formatShape(seen.layer.shape), seen.mode?.toUpperCase(), seen.mode === 'int' ? scale(seen.layer.output) : ''].filter(Boolean).join(' · ')}
            </li>
          ),
      )}
    </ul>
  );
}

function Looks({ a, b, inA, inB, row, channel, onChannel }: Props & { inA: Seen | undefined; inB: Seen | undefined }) {
  const t = useTexts();
  const words = useTensorTexts();
  // A side that did not run is told above; the other one is shown alone.
  const [ofA, ofB] = [a.run || a.running ? inA : undefined, b.run || b.running ? inB : undefined];
  const shape = (ofA ?? ofB)?.layer.shape ?? [1, 1, 1];
  const alike = !ofA || !ofB || formatShape(ofA.layer.shape) === formatShape(ofB.layer.shape);
  const page = usePage(shape, ofA && ofB ? 3 : 1, channel);
  const request = { first: page.start, count: page.count, size: page.size };
  const [atA, atB] = [
    { simulation: a.run?.simulation, layer: ofA?.layer.index },
    { simulation: b.run?.simulation, layer: ofB?.layer.index },
  ];
  const mapA = useMap(atA, request, page.stands && alike);
  const mapB = useMap(atB, request, page.stands && alike);
  const statisticsA = useStatistics(atA);
  const statisticsB = useStatistics(atB);

  const [rangeA, rangeB] = [mapA.data?.range, mapB.data?.range];
  const scale = useMemo(() => magnitudes(common([rangeA ?? rangeB ?? [0, 1], rangeB ?? rangeA ?? [0, 1]])), [rangeA, rangeB]);
  const less = useMemo(() => mapA.data && mapB.data && lessOf(mapA.data, mapB.data), [mapA.data, mapB.data]);
  const lessScale = useDifferences(less?.range);
  const histograms = useMemo(
    () =>
      ([[ofA, statisticsA.data], [ofB, statisticsB.data]] as const).flatMap(([seen, data], index): Histogram[] => {
        if (!seen || !data?.histogram) return [];
        const { low, high, run } = data.histogram;
        const step = seen.mode === 'int' ? (seen.layer.output?.scale ?? 0) : 0;
        return [{ name: seen.name, colour: index === 0 ? '--q-float' : '--q-int', ...(index === 1 && { dash: [5, 3] }), bins: widened({ low, high, counts: run }, step) }];
      }),
    [ofA?.name, ofA?.layer, ofA?.mode, ofB?.name, ofB?.layer, ofB?.mode, statisticsA.data, statisticsB.data], // eslint-disable-line react-hooks/exhaustive-deps
  );

  const goneA = useRevival(a.run?.simulation, [mapA.error, statisticsA.error], a.retry);
  const goneB = useRevival(b.run?.simulation, [mapB.error, statisticsB.error], b.retry);
  if ((goneA && a.running) || (goneB && b.running)) return <LoadingState lines={6} />;
  if (!ofA && !ofB) return inA || inB ? null : <LoadingState lines={6} />;
  const failed = mapA.error ?? mapB.error ?? statisticsA.error ?? statisticsB.error;
  if (failed) {
    const again = () => {
      // A simulation that was closed by the server, or from elsewhere: the picture runs again.
      if (isApiError(failed, 'not_found')) for (const side of [a, b]) side.retry();
      else for (const query of [mapA, mapB, statisticsA, statisticsB]) if (query.isError) void query.refetch();
    };
    return <ErrorState error={failed} retry={again} />;
  }
  const panel = (seen: Seen | undefined, map: typeof mapA): Panel[] =>
    seen ? [{ key: seen.letter, title: seen.name, map: map.data, pending: map.isPending, scale, quantization: seen.mode === 'int' ? seen.layer.output : undefined }] : [];
  const panels = [
    ...panel(ofA, mapA),
    ...panel(ofB, mapB),
    ...(ofA && ofB ? [{ key: 'less', title: 'A − B', map: less, pending: mapA.isPending || mapB.isPending, scale: lessScale }] : []),
  ];
  const columns = ([[ofA, statisticsA.data], [ofB, statisticsB.data]] as const).flatMap(([seen, data]) => (seen && data ? [{ name: seen.name, summary: data.run, error: data.error }] : []));
  const numbers = columns.length === Number(!!ofA) + Number(!!ofB);
  const step = mapA.data?.step ?? mapB.data?.step ?? 1;
  return (
    <>
      {alike && (
        <div ref={page.attach}>
          <Pager page={page} step={step} onChannel={(next) => onChannel(next, next === undefined ? 'push' : 'replace')} />
          {step > 1 && ofA && ofB && <p className={classes['blocks']}>{t('layerPane.ofBlocks')}</p>}
          <ChannelMaps title={words('pictures.title', { layer: row.name })} page={page} shape={shape} panels={panels} onChannel={onChannel} />
        </div>
      )}
      {numbers ? (
        <div className={classes['numbers']}>
          {histograms.length > 0 ? <Histograms histograms={histograms} /> : <p className={classes['note']}>{words('histogram.none')}</p>}
          <div>
            <SummaryTables title={words('statistics.title')} columns={columns} />
          </div>
        </div>
      ) : (
        <LoadingState lines={6} />
      )}
    </>
  );
}
