// SPDX-License-Identifier: Apache-2.0
// Where another layer owns the quantization of this one's output: said, with the way to that layer.
import { Anchor } from '@mantine/core';
import figures from '@shared/tensor/tensor.module.css';
import { useWorkbench } from '../context';
import { useTexts } from '../texts';

export function KeepsScale({ layer }: { layer: number }) {
  const t = useTexts();
  const { graph, go } = useWorkbench();
  const owner = graph.layers[layer]?.scaleFrom;
  if (owner === undefined) return null;
  const name = owner < 0 ? t('edit.picture') : (graph.layers[owner]?.name ?? String(owner));
  return (
    <p className={figures['note']}>
      {t('keepsScale.text', { name })}{' '}
      <Anchor component="button" type="button" size="xs" onClick={() => go({ layer: owner })}>
        {t('keepsScale.go', { name })}
      </Anchor>
    </p>
  );
}
