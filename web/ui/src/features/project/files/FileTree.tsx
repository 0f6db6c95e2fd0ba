// SPDX-License-Identifier: Apache-2.0
// Folders that open, files that are chosen.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Experiment, ProjectFile } from '@shared/api/types';
import { formatBytes, formatCount } from '@shared/format';
import { useTexts } from '../texts';
import classes from './files.module.css';
import { usersOf, type Folder } from './tree';

const PAGE = 100; // files of a folder; more on demand

interface Shared {
  experiments: readonly Experiment[];
  selected: string | undefined;
  onSelect: (file: string | undefined) => void;
}

function FileRow({ file, experiments, selected, onSelect }: Shared & { file: ProjectFile }) {
  const t = useTexts();
  const users = usersOf(file, experiments).length;
  return (
    <li>
      <button
        type="button"
        className={classes['row']}
        aria-pressed={selected === file.id}
        onClick={() => onSelect(selected === file.id ? undefined : file.id)}
      >
        <span className={classes['name']}>{file.path.split('/').pop()}</span>
        {users > 0 && (
          <span className={classes['users']} title={t('files.usedBy', { count: users })}>
            ⇢ {users}
            <span className="q-hidden"> {t('files.usedBy', { count: users })}</span>
          </span>
        )}
        <span className={classes['kind']}>{t(`kinds.${file.kind}`)}</span>
        <span className={classes['bytes']}>{formatBytes(file.bytes)}</span>
      </button>
    </li>
  );
}

function FolderRow({ folder, ...shared }: Shared & { folder: Folder }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button type="button" className={classes['row']} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={classes['name']}>
          <span aria-hidden className={classes['twist']}>
            {open ? '▾' : '▸'}
          </span>
          {folder.name}/
        </span>
        <span className={classes['kind']}>
          {folder.pictures > 0 ? t('files.pictures', { count: folder.pictures }) : t('files.count', { count: folder.count })}
        </span>
        <span className={classes['bytes']}>{formatBytes(folder.bytes)}</span>
      </button>
      {open && <Content folder={folder} {...shared} />}
    </li>
  );
}

function Content({ folder, ...shared }: Shared & { folder: Folder }) {
  const t = useTexts();
  const [count, setCount] = useState(PAGE);
  return (
    <ul className={classes['list']}>
      {folder.folders.map((below) => (
        <FolderRow key={below.path} folder={below} {...shared} />
      ))}
      {folder.files.slice(0, count).map((file) => (
        <FileRow key={file.id} file={file} {...shared} />
      ))}
      {folder.files.length > count && (
        <li>
          <Button size="compact-xs" variant="subtle" onClick={() => setCount(count + 5 * PAGE)}>
            {t('files.more', { count: formatCount(folder.files.length - count) })}
          </Button>
        </li>
      )}
    </ul>
  );
}

export function FileTree({ root, ...shared }: Shared & { root: Folder }) {
  return (
    <nav aria-label={useTexts()('files.title')} className={classes['root']}>
      <Content folder={root} {...shared} />
    </nav>
  );
}
