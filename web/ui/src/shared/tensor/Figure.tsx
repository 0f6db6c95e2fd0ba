// SPDX-License-Identifier: Apache-2.0
// A figure with its title, a button that copies its numbers, and the same numbers as a table, one key away.
import { Button } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { CopyButton, tabSeparated } from '@shared/ui/CopyButton';
import { useTexts } from './texts';
import classes from './tensor.module.css';

export type Cells = readonly (string | number | undefined)[];

interface Props {
  title: string;
  head: readonly string[];
  rows: () => readonly Cells[];
  tools?: ReactNode;
  children: ReactNode;
}

/** A page cannot hold a million rows; the copy has them all. */
const shown = 1000;

export function Figure({ title, head, rows, tools, children }: Props) {
  const t = useTexts();
  const [table, setTable] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 't' || event.ctrlKey || event.altKey || event.metaKey || (event.target as Element).closest('input, select, textarea')) return;
    event.preventDefault();
    setTable((before) => !before);
  };
  const all = table ? rows() : [];
  return (
    // The key works wherever the focus is inside the figure.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <figure className={classes['figure']} aria-label={title} onKeyDown={onKeyDown}>
      <figcaption className={classes['caption']}>
        <span>{title}</span>
        {tools}
        <Button size="compact-xs" variant="subtle" aria-pressed={table} onClick={() => setTable(!table)}>
          {t(table ? 'figure.asFigure' : 'figure.asTable')} <kbd className={classes['kbd']}>t</kbd>
        </Button>
        <CopyButton what={title} text={() => tabSeparated([head, ...rows()])} />
      </figcaption>
      {table ? (
        <div className={classes['tableBox']}>
          <table className={classes['table']}>
            <thead>
              <tr>
                {head.map((cell) => (
                  <th key={cell} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {all.slice(0, shown).map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {all.length > shown && <p className={classes['note']}>{t('figure.more', { shown, count: all.length })}</p>}
        </div>
      ) : (
        children
      )}
    </figure>
  );
}
