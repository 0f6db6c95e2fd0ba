// SPDX-License-Identifier: Apache-2.0
// A layer's tensors in numbers, the run's beside FLOAT's, and how far they are apart.
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { SummaryTables } from '@shared/tensor/SummaryTables';
import { Loaded } from '@shared/ui/states';
import { useHasRun, useLayerDetails, useStatistics } from '../api/hooks';
import { useWorkbench } from '../context';
import { useTexts } from '../texts';
import { NotRun } from './NotRun';
import { bins } from './HistogramTab';

export function StatisticsTab() {
  const t = useTexts();
  const { selected } = useWorkbench();
  const [tensor, setTensor] = useState('output');
  const ran = useHasRun(selected);
  const names = useLayerDetails(selected).data?.tensors.map(({ name }) => name) ?? ['output'];
  const chosen = names.includes(tensor) ? tensor : 'output';
  const needsRun = chosen === 'output' && !ran;
  const query = useStatistics(selected, chosen, bins, !needsRun);
  return (
    <>
      <NativeSelect size="xs" label={t('statistics.tensor')} value={chosen} data={names} onChange={(event) => setTensor(event.currentTarget.value)} />
      {needsRun ? (
        <NotRun />
      ) : (
        <Loaded query={query}>
          {({ run, float, error }) => (
            <SummaryTables title={chosen} columns={[{ name: t('statistics.run'), summary: run, error }, ...(float ? [{ name: t('mode.float'), summary: float }] : [])]} />
          )}
        </Loaded>
      )}
    </>
  );
}
