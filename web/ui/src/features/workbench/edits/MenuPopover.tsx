// SPDX-License-Identifier: Apache-2.0
// A button that tells how many there are, and what opens under it: the list of them and its tools.
import { Badge, Button, Popover } from '@mantine/core';
import { useCallback, useState, type ReactNode } from 'react';
import classes from './edits.module.css';
import { useEscape } from './useEscape';

interface Props {
  button: string;
  /** Name of what opens, for those who hear the page. */
  title: string;
  count: number;
  position: 'bottom-end' | 'top-start';
  children: ReactNode;
}

export function MenuPopover({ button, title, count, position, children }: Props) {
  const [opened, setOpened] = useState(false);
  const close = useCallback(() => setOpened(false), []);
  useEscape(opened, close);
  return (
    <Popover opened={opened} onChange={setOpened} position={position} withArrow trapFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" onClick={() => setOpened(!opened)} aria-expanded={opened}>
          {button}
          <Badge size="sm" ml={6} variant={count > 0 ? 'filled' : 'default'} circle={count < 10}>
            {count}
          </Badge>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={title}>
        <div className={classes['body']}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
