// SPDX-License-Identifier: Apache-2.0
// Asks for a name: of something new, or a new one of something that is there.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from './texts';

interface Props {
  opened: boolean;
  title: string;
  label: string;
  description?: string;
  submit: string;
  value?: string;
  busy: boolean;
  onSubmit: (name: string) => void;
  onClose: () => void;
}

function Form({ label, description, submit, value = '', busy, onSubmit, onClose }: Omit<Props, 'opened' | 'title'>) {
  const t = useTexts();
  const [name, setName] = useState(value);
  const given = name.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (given && !busy) onSubmit(given);
      }}
    >
      <TextInput label={label} description={description} value={name} maxLength={120} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={!given}>
          {submit}
        </Button>
      </Group>
    </form>
  );
}

export function NameModal({ opened, title, ...form }: Props) {
  const t = useTexts();
  return (
    <Modal opened={opened} onClose={form.onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Form {...form} />
    </Modal>
  );
}
