// SPDX-License-Identifier: Apache-2.0
// Around every page: the skip link, the bar at the top, the state of the connection, the list of keys.
import { Button } from '@mantine/core';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '@shared/api/queries';
import { hub } from '@shared/events/hub';
import { useConnection, useEvents } from '@shared/events/useEvents';
import { useShortcuts } from '@shared/ui/shortcuts';
import classes from './Frame.module.css';
import { ShortcutList } from './ShortcutList';
import { useTexts } from './texts';

/** Signed in, the page listens to events. */
function Events() {
  useEvents();
  return null;
}

function Offline() {
  const t = useTexts();
  if (useConnection() !== 'offline') return null;
  return (
    <div className={classes['offline']} role="status">
      {t('offline')}
      <Button size="compact-xs" variant="default" onClick={() => hub.retry()}>
        {t('retryNow')}
      </Button>
    </div>
  );
}

export function Frame() {
  const t = useTexts();
  const navigate = useNavigate();
  const { pathname, href } = useLocation();
  const session = useSession();
  const [keys, setKeys] = useState(false);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const signedIn = !!session.data;

  useShortcuts(t('everywhere'), [
    { keys: '?', text: t('shortcutsHelp'), run: () => setKeys(true) },
    { keys: 'alt+p', text: t('goProjects'), run: () => void navigate({ to: '/projects' }) },
    { keys: 'alt+,', text: t('goSettings'), run: () => void navigate({ to: '/settings' }) },
  ]);

  // The session ended while a page was open.
  useEffect(() => {
    if (session.data === null && pathname !== '/sign-in')
      void navigate({ to: '/sign-in', search: { to: href }, replace: true });
  }, [session.data, pathname, href, navigate]);

  // A file that is dropped beside its place is not shown in the place of the page, or in a tab of its own.
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, []);

  // A new page begins at its top, for those who hear it too.
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={classes['frame']}>
      <a href="#main" className={classes['skip']} onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>
        {t('skip')}
      </a>
      <header className={classes['header']}>
        <Link to="/projects" className={classes['brand']}>
          <img src="/icon.svg" alt="" width={20} height={20} />
          qsim
        </Link>
        {signedIn && (
          <>
            <Events />
            <nav aria-label={t('main')} className={classes['nav']}>
              <Link to="/projects" activeProps={{ 'aria-current': 'page' }}>
                {t('projects')}
              </Link>
              <Link to="/settings" activeProps={{ 'aria-current': 'page' }}>
                {t('settings')}
              </Link>
            </nav>
            <span className={classes['space']} />
            <Offline />
          </>
        )}
        {!signedIn && <span className={classes['space']} />}
        <Button size="compact-sm" variant="subtle" onClick={() => setKeys(true)} rightSection={<kbd className={classes['kbd']} aria-hidden>?</kbd>}>
          {t('shortcuts')}
        </Button>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={classes['main']}>
        <Outlet />
      </main>
      <ShortcutList opened={keys} onClose={() => setKeys(false)} />
    </div>
  );
}
