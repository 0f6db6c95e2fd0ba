// SPDX-License-Identifier: Apache-2.0
// The list of keys that the page one is on obeys.
import { Modal } from '@mantine/core';
import { useShortcutGroups } from '@shared/ui/shortcuts';
import classes from './Frame.module.css';
import { useTexts } from './texts';

export function ShortcutList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useTexts();
  const groups = useShortcutGroups();
  return (
    <Modal opened={opened} onClose={onClose} title={t('shortcuts')} closeButtonProps={{ 'aria-label': t('close') }}>
      {[...groups].reverse().map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <table className={classes['keys']}>
            <tbody>
              {group.shortcuts.map(({ keys, text }) => (
                <tr key={keys}>
                  <td>
                    <kbd className={classes['kbd']}>{keys}</kbd>
                  </td>
                  <td>{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </Modal>
  );
}
