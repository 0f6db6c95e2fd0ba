// SPDX-License-Identifier: Apache-2.0
// Copies a text (a table as tab-separated values, numbers, a link) and says that it did.
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTexts } from './texts';

async function write(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Plain http beyond this machine has no clipboard of its own.
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** `what` names it for screen readers: "Copy table". */
export function CopyButton({ text, what }: { text: string | (() => string); what: string }) {
  const t = useTexts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      aria-label={t('copyWhat', { what })}
      onClick={() => void write(typeof text === 'string' ? text : text()).then(() => setCopied(true))}
    >
      <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
    </Button>
  );
}

/** A table as spreadsheets paste it. */
export const tabSeparated = (rows: readonly (readonly (string | number | undefined)[])[]) =>
  rows.map((row) => row.map((cell) => String(cell ?? '').replace(/[\t\n]/g, ' ')).join('\t')).join('\n');
