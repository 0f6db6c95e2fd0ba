// SPDX-License-Identifier: Apache-2.0
// A pane: a landmark with a heading, tools at its right, and a body that scrolls by itself.
import { useId, type ReactNode } from 'react';
import classes from './Pane.module.css';

export function Pane({ title, tools, children, className }: { title: string; tools?: ReactNode; children: ReactNode; className?: string | undefined }) {
  const id = useId();
  return (
    <section className={[classes['pane'], className].filter(Boolean).join(' ')} aria-labelledby={id}>
      <header className={classes['head']}>
        <h2 id={id} className={classes['title']}>
          {title}
        </h2>
        <div className={classes['tools']}>{tools}</div>
      </header>
      <div className={classes['body']}>{children}</div>
    </section>
  );
}
