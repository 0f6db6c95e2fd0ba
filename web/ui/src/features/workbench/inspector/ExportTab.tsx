// SPDX-License-Identifier: Apache-2.0
// Every tensor of the layer as a file: NumPy's .npy or the plain bytes.
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { formatBytes, formatShape } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { Loaded } from '@shared/ui/states';
import { notifyError } from '@shared/ui/notify';
import { useHasRun, useLayerDetails } from '../api/hooks';
import { simulations } from '../api/simulations';
import { useSimulation, useWorkbench } from '../context';
import { useTexts } from '../texts';
import type { LayerDetails, Source, TensorDetails } from '../types';
import { bytesOf, sizeOf } from './cells';
import figures from '@shared/tensor/tensor.module.css';
import classes from './inspector.module.css';
import { exportName, npyHeader, npyShape } from './npy';

export function ExportTab() {
  const { selected } = useWorkbench();
  return <Loaded query={useLayerDetails(selected)}>{(details) => <Exports details={details} />}</Loaded>;
}

function Exports({ details }: { details: LayerDetails }) {
  const t = useTexts();
  const { id } = useSimulation();
  const ran = useHasRun(details.index);
  const [source, setSource] = useState<Source>('run');
  const [form, setForm] = useState<'real' | 'raw'>('real');
  const [busy, setBusy] = useState('');

  const bytes = ({ shape, dtype }: TensorDetails) => sizeOf(shape) * (form === 'real' ? 4 : (bytesOf[dtype] ?? 4));
  const save = async (tensor: TensorDetails, kind: 'npy' | 'bin') => {
    setBusy(tensor.name + kind);
    try {
      const from = tensor.name === 'output' ? source : 'run';
      const { values, dtype } = await simulations.values(id, details.index, { tensor: tensor.name, source: from, form });
      const parts: BlobPart[] = [values as unknown as BlobPart];
      if (kind === 'npy') parts.unshift(npyHeader(dtype, npyShape(details.index, tensor.shape)) as unknown as BlobPart);
      download(new Blob(parts), exportName(details, tensor.name, from, kind));
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy('');
    }
  };
  return (
    <>
      <div className={classes['row']}>
        <NativeSelect
          size="xs"
          label={t('export.source')}
          value={source}
          onChange={(event) => {
            const chosen = event.currentTarget.value as Source;
            setSource(chosen);
            if (chosen !== 'run') setForm('real');
          }}
          data={(['run', 'float', 'difference'] as const).map((value) => ({ value, label: t(`export.${value}`) }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('export.form')}
          value={form}
          onChange={setForm}
          data={(['real', 'raw'] as const).map((value) => ({ value, label: t(`export.${value}`), disabled: value === 'raw' && source !== 'run' }))}
        />
        <CopyButton what={t('export.tensor')} text={() => tabSeparated([[t('export.tensor'), t('export.shape'), t('export.size')], ...details.tensors.map((tensor) => [tensor.name, `${formatShape(tensor.shape)} ${tensor.dtype}`, formatBytes(bytes(tensor))])])} />
      </div>
      <table className={figures['table']}>
        <thead>
          <tr>
            <th scope="col">{t('export.tensor')}</th>
            <th scope="col">{t('export.shape')}</th>
            <th scope="col">{t('export.size')}</th>
            <th scope="col">{t('export.download')}</th>
          </tr>
        </thead>
        <tbody>
          {details.tensors.map((tensor) => {
            const missing = (tensor.name === 'output' || tensor.name === 'accumulators') && !ran;
            return (
              <tr key={tensor.name}>
                <td>{tensor.name}</td>
                <td>
                  {formatShape(tensor.shape)} {tensor.dtype}
                </td>
                <td>{formatBytes(bytes(tensor))}</td>
                <td>
                  {(['npy', 'bin'] as const).map((kind) => (
                    <Button
                      key={kind}
                      size="compact-xs"
                      variant="default"
                      disabled={missing}
                      loading={busy === tensor.name + kind}
                      aria-label={t('export.as', { tensor: tensor.name, kind })}
                      onClick={() => void save(tensor, kind)}
                    >
                      .{kind}
                    </Button>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {!ran && <p className={figures['note']}>{t('export.notRun')}</p>}
    </>
  );
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
