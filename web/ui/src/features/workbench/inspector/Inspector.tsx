// SPDX-License-Identifier: Apache-2.0
// What is known of the chosen layer: its facts, its neighbours, and a tab for each way to look at it.
import { Anchor, Tabs } from '@mantine/core';
import { formatMilliseconds, formatShape } from '@shared/format';
import { useScaleText } from '@shared/tensor/useScaleText';
import { ErrorState } from '@shared/ui/states';
import { useLayerDetails } from '../api/hooks';
import { useSimulation, useWorkbench } from '../context';
import { shortKind } from '../graph/kinds';
import { tabs, type Tab } from '../state/selection';
import { useTexts } from '../texts';
import type { Mode } from '../types';
import { EditTab } from './EditTab';
import { ExportTab } from './ExportTab';
import { HistogramTab } from './HistogramTab';
import figures from '@shared/tensor/tensor.module.css';
import classes from './inspector.module.css';
import { PicturesTab } from './PicturesTab';
import { StatisticsTab } from './StatisticsTab';
import { WeightsTab } from './WeightsTab';

export function Inspector({ difference, onMode }: { difference: boolean; onMode: (mode: Mode) => void }) {
  const t = useTexts();
  const { graph, selected, address, go } = useWorkbench();
  const { state } = useSimulation();
  const tab = address.tab ?? 'pictures';
  return (
    <section className={classes['pane']} aria-label={t('inspector.title')}>
      <Head />
      <Tabs value={tab} onChange={(value) => go({ tab: value as Tab })} keepMounted={false} className={classes['tabs'] ?? ''}>
        <Tabs.List>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name} size="xs">
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((name) => (
          <Tabs.Panel key={name} value={name} className={classes['body'] ?? ''} tabIndex={0}>
            {state === 'failed' || state === 'unresponsive' ? (
              <p className={figures['note']}>{t('inspector.noEngine')}</p>
            ) : graph.layers.length === 0 ? null : (
              <Content key={selected} tab={name} difference={difference} onMode={onMode} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}

function Content({ tab, difference, onMode }: { tab: Tab; difference: boolean; onMode: (mode: Mode) => void }) {
  switch (tab) {
    case 'pictures':
      return <PicturesTab difference={difference} />;
    case 'histogram':
      return <HistogramTab />;
    case 'statistics':
      return <StatisticsTab />;
    case 'weights':
      return <WeightsTab />;
    case 'edit':
      return <EditTab onMode={onMode} />;
    case 'export':
      return <ExportTab />;
  }
}

function Head() {
  const t = useTexts();
  const { graph, selected, go } = useWorkbench();
  const { stale, state, modes } = useSimulation();
  const scale = useScaleText();
  const query = useLayerDetails(selected);
  const details = query.data;
  const layer = graph.layers[selected];
  const inputs = layer?.inputs ?? [];
  const readers = graph.layers.filter((other) => other.inputs.includes(selected)).map(({ index }) => index);
  const quantization = details?.tensors.find(({ name }) => name === 'output')?.quantization ?? layer?.output ?? graph.pictureQuantization;
  const link = (index: number) => (
    <Anchor key={index} component="button" size="xs" onClick={() => go({ layer: index })}>
      {index < 0 ? t('inspector.picture') : (graph.layers[index]?.name ?? String(index))}
    </Anchor>
  );
  return (
    <header className={classes['head']}>
      <h2>
        {layer ? layer.name : t('inspector.picture')}
        {layer && <small>{`${selected} · ${shortKind(layer.kind)} ${layer.text}`}</small>}
      </h2>
      <p className={classes['facts']}>
        <span>
          {t('inspector.out')} <b>{formatShape(layer?.shape ?? graph.picture)}</b>
        </span>
        {quantization && (
          <span>
            <b>{scale(quantization)}</b>
          </span>
        )}
        {layer && <span>{t(layer.host ? 'mode.host' : `mode.${details?.mode ?? modes[selected] ?? 'float'}`)}</span>}
        {stale.includes(selected) && <span>{t('progress.stale')}</span>}
        {details?.milliseconds !== undefined && details.milliseconds > 0 && <span>{formatMilliseconds(details.milliseconds)}</span>}
      </p>
      <div className={classes['links']}>
        {inputs.length > 0 && (
          <>
            {t('inspector.reads')} {inputs.map(link)}
          </>
        )}
        {readers.length > 0 && (
          <>
            {t('inspector.readBy')} {readers.slice(0, 8).map(link)} {readers.length > 8 && `+${readers.length - 8}`}
          </>
        )}
      </div>
      {/* Without an engine it is told below, with what to do. */}
      {query.isError && !details && state !== 'failed' && state !== 'unresponsive' && <ErrorState error={query.error} retry={() => void query.refetch()} />}
    </header>
  );
}
