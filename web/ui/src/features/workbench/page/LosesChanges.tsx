// SPDX-License-Identifier: Apache-2.0
// Asks before another picture takes the changes of this one's values with it.
import { Button, Group, Modal } from '@mantine/core';
import { useTexts as useSharedTexts } from '@shared/ui/texts';
import { useSimulation, useWorkbench } from '../context';
import edits from '../edits/edits.module.css';
import { useTexts } from '../texts';
import type { usePicture } from './usePicture';

export function LosesChanges({ asked, agree, refuse }: Omit<ReturnType<typeof usePicture>, 'chosen'>) {
  const t = useTexts();
  const words = useSharedTexts();
  const { pictures } = useWorkbench();
  const { picture } = useSimulation();
  const pathOf = (id: string | undefined) => pictures.find((file) => file.id === id)?.path ?? '';
  const losing = asked?.losing ?? [];
  return (
    <Modal opened={asked !== undefined} onClose={refuse} title={t('loses.title', { picture: pathOf(asked?.picture) })} closeButtonProps={{ 'aria-label': words('close') }}>
      <p>{t('loses.text', { count: losing.length, picture: pathOf(picture) })}</p>
      <ul className={edits['left']}>
        {losing.map((text, index) => (
          <li key={index}>
            <code lang="en">{text}</code>
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={refuse} data-autofocus>
          {t('loses.stay')}
        </Button>
        <Button color="var(--q-bad-fill)" onClick={agree}>
          {t('loses.change', { count: losing.length })}
        </Button>
      </Group>
    </Modal>
  );
}
