// SPDX-License-Identifier: Apache-2.0
// The files of a compiled package, to download.
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { API } from '@shared/api/client';
import { queries } from '@shared/api/queries';
import type { Experiment } from '@shared/api/types';
import { formatBytes } from '@shared/format';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { Loaded } from '@shared/ui/states';
import { useTexts } from '../texts';
import classes from './experiments.module.css';

export function PackageFiles({ opened, experiment, onClose }: { opened: boolean; experiment: Experiment; onClose: () => void }) {
  const t = useTexts();
  const files = useQuery({ ...queries.packageFiles(experiment.id), enabled: opened });
  return (
    <Modal opened={opened} onClose={onClose} title={t('experiment.filesOf', { name: experiment.name })} closeButtonProps={{ 'aria-label': t('close') }}>
      <Loaded query={files}>
        {(list) => (
          <>
            <div className={classes['copy']}>
              <CopyButton what={t('experiment.filesOf', { name: experiment.name })} text={() => tabSeparated([[t('files.title'), t('files.size')], ...list.map(({ name, bytes }) => [name, formatBytes(bytes)])])} />
            </div>
            <table className={classes['table']}>
              <caption className="q-hidden">{t('experiment.filesOf', { name: experiment.name })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('files.title')}</th>
                  <th scope="col" className="q-number">
                    {t('files.size')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.map(({ name, bytes }) => (
                  <tr key={name}>
                    <th scope="row">
                      <a href={`${API}/experiments/${experiment.id}/files/${encodeURIComponent(name)}`} download={name}>
                        {name}
                      </a>
                    </th>
                    <td className="q-number">{formatBytes(bytes)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Loaded>
    </Modal>
  );
}
