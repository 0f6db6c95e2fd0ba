// SPDX-License-Identifier: Apache-2.0
// A layer's output as pictures: FLOAT, the run and their difference, one cursor in all three. Only the channels of the page are fetched.
import { useMemo } from 'react';
import { ChannelMaps } from '@shared/tensor/ChannelMaps';
import type { Source } from '@shared/tensor/looks';
import { Pager } from '@shared/tensor/Pager';
import { common, magnitudes } from '@shared/tensor/scale';
import { useTexts as useTensorTexts } from '@shared/tensor/texts';
import { useDifferences } from '@shared/tensor/useDifferences';
import { usePage } from '@shared/tensor/usePage';
import { ErrorState } from '@shared/ui/states';
import { useHasRun, useLayerDetails, useMap } from '../api/hooks';
import { useSimulation, useWorkbench } from '../context';
import { useTexts } from '../texts';
import { NotRun } from './NotRun';

export function PicturesTab({ difference }: { difference: boolean }) {
  const t = useTexts();
  const words = useTensorTexts();
  const { graph, address, go, selected } = useWorkbench();
  const simulation = useSimulation();
  const ran = useHasRun(selected);
  const details = useLayerDetails(selected);
  const shape = selected < 0 ? graph.picture : (graph.layers[selected]?.shape ?? [1, 1, 1]);
  const panels: readonly Source[] = difference && selected >= 0 ? ['float', 'run', 'difference'] : selected < 0 ? ['run'] : ['float', 'run'];
  const page = usePage(shape, panels.length, address.channel);
  const shown = ran && page.stands;
  const request = (source: Source) => ({ layer: selected, tensor: 'output', source, first: page.start, count: page.count, size: page.size });
  const float = useMap(request('float'), shown && selected >= 0);
  const run = useMap(request('run'), shown);
  const noise = useMap(request('difference'), shown && panels.includes('difference'));
  const maps = { float, run, difference: noise };

  const [floatRange, runRange] = [float.data?.range, run.data?.range];
  const scale = useMemo(() => magnitudes(common([floatRange ?? runRange ?? [0, 1], runRange ?? floatRange ?? [0, 1]])), [floatRange, runRange]);
  const noiseScale = useDifferences(noise.data?.range);

  const quantization = details.data?.mode === 'int' ? details.data.tensors.find(({ name }) => name === 'output')?.quantization : undefined;
  const runName = t(`mode.${details.data?.mode ?? simulation.modes[selected] ?? 'float'}`);
  const names: Record<Source, string> = { float: t('mode.float'), run: runName === t('mode.float') ? t('pictures.run') : runName, difference: words('pictures.difference') };
  const failed = run.error ?? float.error ?? noise.error;

  if (!ran) return <NotRun />;
  return (
    <div ref={page.attach}>
      <Pager page={page} step={run.data?.step ?? 1} onChannel={(channel) => go({ channel }, channel === undefined ? 'push' : 'replace')} />
      {failed ? (
        <ErrorState error={failed} retry={() => void Promise.all([run.refetch(), float.refetch()])} />
      ) : (
        <ChannelMaps
          title={words('pictures.title', { layer: details.data?.name ?? '' })}
          page={page}
          shape={shape}
          panels={panels.map((source) => ({
            key: source,
            title: names[source],
            map: maps[source].data,
            pending: maps[source].isPending,
            scale: source === 'difference' ? noiseScale : scale,
            quantization: source === 'run' ? quantization : undefined,
          }))}
          onChannel={(channel) => go({ channel })}
        />
      )}
    </div>
  );
}
