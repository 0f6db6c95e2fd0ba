// SPDX-License-Identifier: Apache-2.0
// A choice of a folder of pictures, with how many each has.
import { NativeSelect } from '@mantine/core';
import type { ProjectFile } from '@shared/api/types';
import { useTexts } from '../texts';
import { pictureFolders } from './tree';

export function FolderSelect({ label, help, files, value, onChange }: { label: string; help?: string; files: readonly ProjectFile[]; value: string; onChange: (path: string) => void }) {
  const t = useTexts();
  const folders = pictureFolders(files);
  return (
    <NativeSelect
      label={label}
      description={help}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('files.allPictures', { count: folders.find(({ path }) => path === '')?.pictures ?? 0 }) },
        ...folders.filter(({ path }) => path !== '').map(({ path, pictures }) => ({ value: path, label: t('files.folderPictures', { path, count: pictures }) })),
      ]}
    />
  );
}
