// SPDX-License-Identifier: Apache-2.0
// A sentence of the server's in the reader's language; what nobody has translated, and what programs say, is marked as English.
import { Fragment } from 'react';
import { isApiError } from '@shared/api/client';
import type { Reason } from '@shared/api/types';
import { useLanguage } from '@shared/i18n';
import { useTexts as useSharedTexts } from '@shared/ui/texts';
import { isKnown, useTexts } from './texts';
import { signals } from './texts/signals';

/** What a signal means is told in English by the server's system: the number says it in any language. */
const meaningOf = ({ arguments: told }: Reason) => (told['signal'] === undefined ? {} : { meaning: signals[told['signal']] ?? told['meaning'] ?? '' });

export function ServerText({ text, reason }: { text: string; reason?: Reason | undefined }) {
  const t = useTexts();
  const language = useLanguage();
  if (language === 'en' || text === '') return <Lines text={text} />;
  // As `replace`: an argument may have the name of an option of the translator.
  if (reason && isKnown(reason.key)) return t(reason.key, { replace: { ...reason.arguments, ...meaningOf(reason) } } as never);
  return (
    <span lang="en">
      <Lines text={text} />
    </span>
  );
}

/** What a program says in several lines stays in lines. */
function Lines({ text }: { text: string }) {
  const [first, ...more] = text.split('\n');
  return (
    <>
      {first}
      {more.map((line, index) => (
        <Fragment key={index}>
          <br />
          {line.trim()}
        </Fragment>
      ))}
    </>
  );
}

/** What went wrong: of the server's, of a program's, or that there was no answer at all. */
export function ErrorText({ error }: { error: unknown }) {
  const t = useSharedTexts();
  if (isApiError(error, 'offline')) return t('offline');
  if (isApiError(error)) return <ServerText text={error.message} reason={error.reason} />;
  return <ServerText text={error instanceof Error ? error.message : String(error)} />;
}
