// SPDX-License-Identifier: Apache-2.0
// In the place of values of a layer that the run has not come to.
import { Button } from '@mantine/core';
import { useSimulation, useWorkbench } from '../context';
import { useTexts } from '../texts';
import figures from '@shared/tensor/tensor.module.css';
import classes from './inspector.module.css';

export function NotRun() {
  const t = useTexts();
  const { selected, session, graph } = useWorkbench();
  const { busy, position } = useSimulation();
  const name = graph.layers[selected]?.name ?? '';
  return (
    <div className={classes['empty']}>
      <span>{t('notRun.text', { layer: name, position })}</span>
      <Button size="xs" variant="default" disabled={busy} onClick={() => session.move({ kind: 'to', layer: selected + 1 })}>
        {t('notRun.run')} <kbd className={figures['kbd']}>g</kbd>
      </Button>
    </div>
  );
}
