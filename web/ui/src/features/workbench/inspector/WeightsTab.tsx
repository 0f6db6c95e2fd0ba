// SPDX-License-Identifier: Apache-2.0
// A layer's parameters: filters as pictures, and every tensor (weights, biases, multipliers, ...) as numbers that can be written.
import { Button, NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatShape } from '@shared/format';
import { Loaded } from '@shared/ui/states';
import { useLayerDetails, useMap } from '../api/hooks';
import { numberAt } from '@shared/tensor/tensor';
import { useDifferences } from '@shared/tensor/useDifferences';
import { useWorkbench } from '../context';
import { useBox } from '@shared/ui/useBox';
import { useTexts } from '../texts';
import type { LayerDetails, TensorDetails } from '../types';
import { sizeOf } from './cells';
import { ChannelMap } from '@shared/tensor/ChannelMap';
import { Figure } from '@shared/tensor/Figure';
import { gridOf, indexOf, type Spot } from '@shared/tensor/grid';
import figures from '@shared/tensor/tensor.module.css';
import { useScaleText } from '@shared/tensor/useScaleText';
import { ValuesTable } from './ValuesTable';

const perPage = 64;
const tile = 40;
/** Filters of more planes are looked at one by one, their planes beside each other. */
const planesTogether = 16;

const isParameter = ({ name }: TensorDetails) => name !== 'output' && name !== 'accumulators';

export function WeightsTab() {
  const { selected } = useWorkbench();
  return <Loaded query={useLayerDetails(selected)}>{(details) => <Parameters key={selected} details={details} />}</Loaded>;
}

function Parameters({ details }: { details: LayerDetails }) {
  const t = useTexts();
  const scale = useScaleText();
  const parameters = details.tensors.filter(isParameter);
  const [name, setName] = useState('');
  const [filter, setFilter] = useState<number>();
  const tensor = parameters.find((entry) => entry.name === name) ?? parameters[0];
  if (!tensor) return <p className={figures['note']}>{t('weights.none')}</p>;
  const filters = tensor.shape.length === 4;
  const each = sizeOf(tensor.shape.slice(1));
  const opened = filters ? Math.min(filter ?? 0, (tensor.shape[0] ?? 1) - 1) : undefined;
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('weights.tensor')}
        value={tensor.name}
        data={parameters.map((entry) => ({ value: entry.name, label: `${entry.name} · ${formatShape(entry.shape)} ${entry.dtype}` }))}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setFilter(undefined);
        }}
      />
      <p className={figures['note']}>
        {scale(tensor.quantization)}
      </p>
      {filters && <Filters layer={details.index} tensor={tensor} chosen={opened ?? 0} onChoose={setFilter} />}
      {opened === undefined ? (
        <ValuesTable key={tensor.name} layer={details.index} tensor={tensor} />
      ) : (
        <>
          <h3 className={figures['note']}>{t('weights.filter', { filter: opened })}</h3>
          <ValuesTable key={`${tensor.name}-${opened}`} layer={details.index} tensor={tensor} from={opened * each} count={each} />
        </>
      )}
    </>
  );
}

function Filters({ layer, tensor, chosen, onChoose }: { layer: number; tensor: TensorDetails; chosen: number; onChoose: (filter: number) => void }) {
  const t = useTexts();
  const [ref, { width }] = useBox({ width: 440, height: 200 });
  const [page, setPage] = useState(0);
  const [spot, setSpot] = useState<Spot>();
  const [all = 0, planes = 1] = tensor.shape;
  const alone = planes > planesTogether;
  const first = alone ? chosen : page * perPage;
  const count = alone ? 1 : Math.min(perPage, all - first);
  const query = useMap({ layer, tensor: tensor.name, source: 'run', first, count, size: alone ? 1024 : 64 });
  const [sent = count, rows = 1, wide = 1] = query.data?.shape ?? [];
  const whole = alone && rows % planes === 0;
  const tiles = whole ? planes : sent;
  const height = whole ? rows / planes : rows;
  const grid = useMemo(() => gridOf(tiles, height, wide, Math.max(1, Math.floor(width / tile))), [tiles, height, wide, width]);
  const scale = useDifferences(query.data?.range);
  const value = spot && query.data && spot.tile < tiles ? numberAt(query.data.values, indexOf(grid, spot)) : undefined;
  return (
    <div ref={ref}>
      <Loaded query={query}>
        {(data) => (
          <Figure
            title={alone ? t('weights.planes', { filter: chosen, count: planes }) : t('weights.filters', { first, last: first + count - 1, count: all })}
            head={[t(whole ? 'weights.plane' : 'weights.head'), 'y', 'x', tensor.name]}
            rows={() =>
              Array.from({ length: data.values.length }, (_, index) => [
                (whole ? 0 : first) + Math.floor(index / (height * wide)),
                Math.floor((index % (height * wide)) / wide),
                index % wide,
                numberAt(data.values, index),
              ])
            }
            tools={
              (alone ? all > 1 : all > perPage) && (
                <>
                  <Button size="compact-xs" variant="default" aria-label={t('weights.previous')} disabled={first === 0} onClick={() => (alone ? onChoose(chosen - 1) : setPage(page - 1))}>
                    ‹
                  </Button>
                  <Button size="compact-xs" variant="default" aria-label={t('weights.next')} disabled={first + count >= all} onClick={() => (alone ? onChoose(chosen + 1) : setPage(page + 1))}>
                    ›
                  </Button>
                </>
              )
            }
          >
            <ChannelMap
              title={tensor.name}
              note={t('weights.chosen', { filter: chosen })}
              map={data}
              grid={grid}
              scale={scale}
              spot={spot}
              onSpot={setSpot}
              onOpen={alone ? undefined : ({ tile: place }) => onChoose(first + place)}
            />
          </Figure>
        )}
      </Loaded>
      <p className={figures['readout']}>{spot && value !== undefined ? t(whole ? 'weights.planeValue' : 'weights.value', { filter: whole ? spot.tile : first + spot.tile, value: String(value) }) : t(alone ? 'weights.point' : 'weights.hover')}</p>
    </div>
  );
}
