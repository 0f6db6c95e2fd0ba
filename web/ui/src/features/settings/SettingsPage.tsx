// SPDX-License-Identifier: Apache-2.0
// Language, theme, account, keys, and what this server is.
import { Button, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { api, unwrap } from '@shared/api/client';
import { changeSession, useSession } from '@shared/api/queries';
import { LANGUAGES, setLanguage, useLanguage, type Language } from '@shared/i18n';
import { notifyError } from '@shared/ui/notify';
import { Pane } from '@shared/ui/Pane';
import { useTitle } from '@shared/ui/useTitle';
import classes from './SettingsPage.module.css';
import { useTexts } from './texts';

const EVERYWHERE = [['?', 'keys.list'], ['alt+p', 'keys.projects'], ['alt+,', 'keys.settings']] as const;
const WORKBENCH = [
  ['j  k', 'keys.layers'],
  ['s  S', 'keys.step'],
  ['c', 'keys.continue'],
  ['b', 'keys.breakpoint'],
  ['1  2  3', 'keys.modes'],
  ['f', 'keys.find'],
  ['d', 'keys.difference'],
  ['u  U', 'keys.undo'],
] as const;

export function SettingsPage() {
  const t = useTexts();
  useTitle(t('title'));
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const session = useSession();
  const client = useQueryClient();
  const [languageId, themeId] = [useId(), useId()];
  const signOut = useMutation({
    mutationFn: () => unwrap(api.DELETE('/session')),
    onSuccess: () => changeSession(client, null),
    onError: (error) => notifyError(error),
  });

  return (
    <div className={classes['page']}>
      <h1>{t('title')}</h1>
      <div className={classes['row']}>
        <span id={languageId}>{t('language')}</span>
        <SegmentedControl
          aria-labelledby={languageId}
          value={language}
          onChange={(value) => setLanguage(value as Language)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <div className={classes['row']}>
        <span id={themeId}>{t('theme')}</span>
        <SegmentedControl
          aria-labelledby={themeId}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`themes.${value}`) }))}
        />
      </div>
      <Pane title={t('account')}>
        <div className={classes['text']}>
          <p>{t('signedInAs', { name: session.data?.user.name ?? '' })}</p>
          <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
            {t('signOut')}
          </Button>
          <p className="q-dim">{t('signOutHelp')}</p>
        </div>
      </Pane>
      <Pane title={t('keyboard')}>
        <div className={classes['text']}>
          <p className="q-dim">{t('keyboardHelp')}</p>
          <dl className={classes['keys']}>
            {EVERYWHERE.map(([key, text]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
          <h3>{t('keysWorkbench')}</h3>
          <dl className={classes['keys']}>
            {WORKBENCH.map(([key, text]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
        </div>
      </Pane>
      <Pane title={t('about')}>
        <div className={classes['text']}>
          <p>{t('aboutText')}</p>
          <dl className={classes['keys']}>
            <div>
              <dt>{t('version')}</dt>
              <dd>{session.data?.version}</dd>
            </div>
            <div>
              <dt>{t('address')}</dt>
              <dd>{session.data?.publicUrl}</dd>
            </div>
          </dl>
        </div>
      </Pane>
    </div>
  );
}
