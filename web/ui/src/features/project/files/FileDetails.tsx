// SPDX-License-Identifier: Apache-2.0
// One file: what it is, what was made from it, and what can be done with it.
import { Button, CloseButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { API, api, unwrap } from '@shared/api/client';
import { usePicture } from '@shared/api/picture';
import { keys } from '@shared/api/queries';
import type { Experiment, ProjectFile } from '@shared/api/types';
import { formatBytes, formatTime } from '@shared/format';
import { useLanguage } from '@shared/i18n';
import { CopyButton } from '@shared/ui/CopyButton';
import { deleteUndoably } from '@shared/ui/undoable';
import { useTexts } from '../texts';
import classes from './files.module.css';
import { usersOf } from './tree';

interface Props {
  file: ProjectFile | undefined;
  project: string;
  experiments: readonly Experiment[];
  onClose: () => void;
}

export function FileDetails({ file, project, experiments, onClose }: Props) {
  const t = useTexts();
  const language = useLanguage();
  const client = useQueryClient();
  const picture = usePicture(file);
  if (!file) return null;
  const users = usersOf(file, experiments);
  const remove = () =>
    deleteUndoably({
      ids: [file.id],
      message: t('files.deleted', { path: file.path }),
      undo: t('undo'),
      run: async () => {
        await unwrap(api.DELETE('/files/{file}', { params: { path: { file: file.id } }, keepalive: true }));
        await client.invalidateQueries({ queryKey: keys.files(project) });
      },
    });
  return (
    <section className={classes['details']} aria-label={file.path}>
      <div className={classes['detailsHead']}>
        <h3>{file.path}</h3>
        <CloseButton size="sm" aria-label={t('close')} onClick={onClose} />
      </div>
      {picture && <img src={picture} alt={file.path} className={classes['preview']} />}
      <dl>
        <dt>{t('files.kind')}</dt>
        <dd>{t(`kinds.${file.kind}`)}</dd>
        <dt>{t('files.size')}</dt>
        <dd>{formatBytes(file.bytes)}</dd>
        <dt>{t('files.uploaded')}</dt>
        <dd>{formatTime(file.created, language)}</dd>
        {file.sha256 && (
          <>
            <dt>SHA-256</dt>
            <dd>
              <code>{file.sha256.slice(0, 12)}…</code> <CopyButton text={file.sha256} what="SHA-256" />
            </dd>
          </>
        )}
        <dt>{t('files.madeFrom')}</dt>
        <dd>
          {users.length === 0
            ? t('files.unused')
            : users.map((experiment) => (
                <div key={experiment.id}>
                  <Link to="/experiments/$experiment/workbench" params={{ experiment: experiment.id }}>
                    {experiment.name}
                  </Link>
                </div>
              ))}
        </dd>
      </dl>
      <div className={classes['buttons']}>
        <Button component="a" size="compact-xs" variant="default" href={`${API}/files/${file.id}/content`} download={file.path.split('/').pop() ?? true}>
          {t('download')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={remove}>
          {t('delete')}
        </Button>
      </div>
    </section>
  );
}
