// SPDX-License-Identifier: Apache-2.0
// Signs in with the token of the link that the server printed, or says where that link is.
import { Alert, Button, Loader } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { api, isApiError, unwrap } from '@shared/api/client';
import { changeSession, useSession } from '@shared/api/queries';
import { ErrorText } from '@shared/reasons';
import { useTitle } from '@shared/ui/useTitle';
import classes from './SignInPage.module.css';
import { useTexts } from './texts';

export function SignInPage() {
  const t = useTexts();
  useTitle(t('title'));
  const client = useQueryClient();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  const session = useSession();
  const token = useRef(decodeURIComponent(window.location.hash.slice(1)));
  const sent = useRef(false);

  const { mutate, ...signIn } = useMutation({
    mutationFn: (secret: string) => unwrap(api.POST('/session', { body: { token: secret } })),
    onSuccess: (document) => changeSession(client, document),
  });

  useEffect(() => {
    if (!token.current || sent.current) return;
    sent.current = true; // it works once
    // Neither the address bar nor the history keeps it.
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
    mutate(token.current);
  }, [mutate]);

  const signedIn = !!session.data && !signIn.isPending && (!token.current || signIn.isSuccess);
  useEffect(() => {
    if (signedIn) void navigate({ href: to ?? '/projects', replace: true });
  }, [signedIn, navigate, to]);

  return (
    <div className={classes['page']}>
      <h1>{t('title')}</h1>
      {signIn.isPending && (
        <p role="status">
          <Loader size="xs" /> {t('signing')}
        </p>
      )}
      {signIn.isError && (
        <Alert color="orange" title={t('failed')} role="alert">
          <ErrorText error={signIn.error} />
          {isApiError(signIn.error, 'offline') && (
            <div>
              <Button size="xs" variant="default" mt="sm" onClick={() => mutate(token.current)}>
                {t('retry')}
              </Button>
            </div>
          )}
        </Alert>
      )}
      <p>{t('how')}</p>
      <ol>
        <li>{t('step1')}</li>
        <li>
          {t('step2')}
          <pre>{`${window.location.origin}/sign-in#`}</pre>
        </li>
        <li>{t('step3')}</li>
      </ol>
    </div>
  );
}
