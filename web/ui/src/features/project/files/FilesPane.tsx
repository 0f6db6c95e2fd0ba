// SPDX-License-Identifier: Apache-2.0
// The files of a project: folders, who uses what, and the place where files are dropped.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { useFiles } from '@shared/api/queries';
import type { Experiment } from '@shared/api/types';
import { useHidden } from '@shared/ui/undoable';
import { notifyError } from '@shared/ui/notify';
import { Pane } from '@shared/ui/Pane';
import { EmptyState, Loaded } from '@shared/ui/states';
import { useTexts } from '../texts';
import { gatherDrop, gatherInput } from '../uploads/gather';
import { UploadList } from '../uploads/UploadList';
import { useUploads } from '../uploads/useUploads';
import { FileDetails } from './FileDetails';
import { FileTree } from './FileTree';
import classes from './files.module.css';
import { treeOf } from './tree';

const draggingFiles = (event: DragEvent) => [...event.dataTransfer.types].includes('Files');

interface Props {
  project: string;
  experiments: readonly Experiment[];
  /** The project is new: the first thing to do is to upload. */
  fresh: boolean;
}

export function FilesPane({ project, experiments, fresh }: Props) {
  const t = useTexts();
  const files = useFiles(project);
  const hidden = useHidden();
  const { queue, uploads } = useUploads(project);
  const [selected, setSelected] = useState<string>();
  const [over, setOver] = useState(0);
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);

  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (fresh) first.current?.focus();
  }, [fresh]);

  const drop = (event: DragEvent) => {
    if (!draggingFiles(event)) return;
    event.preventDefault();
    setOver(0);
    gatherDrop(event.dataTransfer).then((found) => queue.add(found), notifyError);
  };
  const buttons = (main: boolean) => (
    <>
      <Button ref={main ? first : null} size="compact-xs" variant="default" onClick={() => filesInput.current?.click()}>
        {t('files.addFiles')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => folderInput.current?.click()}>
        {t('files.addFolder')}
      </Button>
    </>
  );
  const input = (folder: boolean) => (
    <input
      ref={folder ? folderInput : filesInput}
      type="file"
      multiple
      hidden
      aria-label={t(folder ? 'files.addFolder' : 'files.addFiles')}
      data-testid={folder ? 'folder-input' : 'files-input'}
      {...(folder ? { webkitdirectory: '' } : {})}
      onChange={(event) => {
        if (event.currentTarget.files) queue.add(gatherInput(event.currentTarget.files));
        event.currentTarget.value = '';
      }}
    />
  );

  return (
    // Dropping has a twin for the keyboard: the two buttons.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={classes['drop']}
      data-over={over > 0 || undefined}
      data-testid="drop"
      onDragEnter={(event) => draggingFiles(event) && setOver((depth) => depth + 1)}
      onDragLeave={() => setOver((depth) => Math.max(0, depth - 1))}
      onDragOver={(event) => {
        if (draggingFiles(event)) event.preventDefault();
      }}
      onDrop={drop}
    >
      {input(false)}
      {input(true)}
      <Pane title={t('files.title')} tools={buttons(true)}>
        <div className={classes['column']}>
          <div className={classes['tree']}>
            <Loaded query={files} lines={6}>
              {(list) => {
                const shown = list.filter(({ id }) => !hidden.has(id));
                if (shown.length === 0)
                  return (
                    <EmptyState title={t('files.empty')} action={<div className={classes['buttons']}>{buttons(false)}</div>}>
                      {t('files.emptyHelp')}
                    </EmptyState>
                  );
                return <FileTree root={treeOf(shown)} experiments={experiments} selected={selected} onSelect={setSelected} />;
              }}
            </Loaded>
          </div>
          {selected && !hidden.has(selected) && (
            <FileDetails
              file={files.data?.find(({ id }) => id === selected)}
              project={project}
              experiments={experiments}
              onClose={() => setSelected(undefined)}
            />
          )}
          <UploadList uploads={uploads} queue={queue} />
        </div>
      </Pane>
      {over > 0 && <div className={classes['overlay']}>{t('files.dropHere')}</div>}
    </div>
  );
}
