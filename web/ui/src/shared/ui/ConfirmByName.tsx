// SPDX-License-Identifier: Apache-2.0
// Asks for the name of what is to be deleted for ever.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTexts } from './texts';

interface Props {
  opened: boolean;
  name: string;
  title: string;
  children?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmByName({ opened, name, title, children, onConfirm, onClose }: Props) {
  const t = useTexts();
  const [typed, setTyped] = useState('');
  const right = typed.trim() === name.trim();
  const close = () => {
    setTyped('');
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!right) return;
          onConfirm();
          close();
        }}
      >
        {children}
        <p>{t('cannotUndo')}</p>
        <TextInput label={t('confirmName', { name })} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} data-autofocus autoComplete="off" />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="var(--q-bad-fill)" disabled={!right}>
            {t('delete')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
