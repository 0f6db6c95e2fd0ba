// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and who is not signed in.
import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FakeServer, refuse, scenes } from '@shared/test/fakeServer';
import { FakeSocket, visit } from './visit';

const signedOut = () => Object.assign(scenes(), { session: null });
const withToken = (token: string) => window.history.replaceState(null, '', `/sign-in#${token}`);

describe('signing in', () => {
  it('sends whoever is not signed in to the sign-in page, and says where the link is', async () => {
    const { path } = visit('/settings', signedOut());
    expect(await screen.findByText(/Look at the terminal/)).toBeInTheDocument();
    expect(path()).toBe('/sign-in?to=%2Fsettings');
    expect(FakeSocket.last?.url.endsWith('/events') ?? true).toBe(true);
  });

  it('spends the token once, hides it, and goes on to where one wanted', async () => {
    withToken('s3cret');
    const server = signedOut();
    const { path } = visit('/sign-in?to=%2Fsettings', server);
    expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeInTheDocument();
    expect(path()).toBe('/settings');
    expect(server.called('POST', '/session').map(({ body }) => body)).toEqual([{ token: 's3cret' }]);
    expect(window.location.hash).toBe('');
  });

  it('goes to no other site', async () => {
    withToken('s3cret');
    const { path } = visit('/sign-in?to=%2F%2Fevil.example', signedOut());
    await screen.findByRole('heading', { level: 1, name: 'Projects' });
    expect(path()).toBe('/projects');
  });

  it('says why a token was refused', async () => {
    withToken('old');
    const server = signedOut();
    server.next.set('POST /session', refuse(401, 'unauthorized', 'This link was used already'));
    visit('/sign-in', server);
    expect(await screen.findByText('This link was used already')).toBeInTheDocument();
    withToken('');
  });

  it('comes back to the sign-in page when the session ends', async () => {
    window.history.replaceState(null, '', '/');
    const server = scenes();
    const { path } = visit('/projects', server);
    await screen.findByRole('article', { name: 'scenes' });
    server.session = null;
    act(() => FakeSocket.last!.tell({ kind: 'closing' }));
    await waitFor(() => expect(path()).toBe('/sign-in?to=%2Fprojects'));
  });
});

describe('a connection that was refused', () => {
  it('is told from a server that is gone: the session had ended', async () => {
    window.history.replaceState(null, '', '/');
    const server = scenes();
    const { path } = visit('/projects', server);
    await screen.findByRole('article', { name: 'scenes' });
    server.session = null;
    act(() => FakeSocket.last!.onclose?.());
    await waitFor(() => expect(path()).toBe('/sign-in?to=%2Fprojects'));
  });
});

describe('settings', () => {
  it('sign out', async () => {
    const server = scenes();
    const { user, path } = visit('/settings', server);
    await user.click(await screen.findByRole('button', { name: 'Sign out' }));
    await screen.findByText(/Look at the terminal/);
    // It needs no restart.
    expect(screen.getByText(/after each sign-in qsim prints the next one/)).toBeInTheDocument();
    expect(server.session).toBeNull();
    expect(path()).toMatch(/^\/sign-in/);
  });

  it('change the language and remember it', async () => {
    const { user } = visit('/settings', scenes());
    await user.click(await screen.findByRole('radio', { name: '한국어' }));
    expect(await screen.findByRole('heading', { level: 1, name: '설정' })).toBeInTheDocument();
    expect(localStorage.getItem('qsim-language')).toBe('ko');
  });

  it('change the theme', async () => {
    const { user } = visit('/settings', scenes());
    await user.click(await screen.findByRole('radio', { name: 'Dark' }));
    await waitFor(() => expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark'));
  });

  it('tell version and person', async () => {
    visit('/settings', scenes());
    expect(await screen.findByText('Signed in as kim.')).toBeInTheDocument();
    expect(screen.getByText('0.1.0')).toBeInTheDocument();
  });
});

describe('the frame', () => {
  it('lists the keys of the page on ?', async () => {
    const { user } = visit('/projects', scenes());
    await screen.findByRole('article', { name: 'scenes' });
    await user.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keyboard' })).toHaveTextContent('New project');
  });

  it('tells that the connection is lost, and catches up afterwards', async () => {
    const server = scenes();
    visit('/projects', server);
    await screen.findByRole('article', { name: 'scenes' });
    const before = server.called('GET', '/projects').length;
    act(() => FakeSocket.last!.onclose?.());
    expect(await screen.findByText(/Offline/)).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText(/Offline/)).toBeNull(), { timeout: 3000 });
    await waitFor(() => expect(server.called('GET', '/projects').length).toBeGreaterThan(before));
  });

  it('knows that a page does not exist', async () => {
    visit('/nowhere', new FakeServer());
    expect(await screen.findByRole('heading', { level: 1, name: 'There is no such page' })).toBeInTheDocument();
  });

  it('skips to the content', async () => {
    const { user } = visit('/projects', scenes());
    await user.click(await screen.findByRole('link', { name: 'Skip to the content' }));
    expect(screen.getByRole('main')).toHaveFocus();
  });
});
