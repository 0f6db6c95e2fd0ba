// SPDX-License-Identifier: Apache-2.0
// The page of all projects.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { setLanguage } from '@shared/i18n';
import { FakeServer, refuse, scenes } from '@shared/test/fakeServer';
import { act } from '@testing-library/react';
import { expectNoSurprise, FakeSocket, visit } from './visit';

describe('projects', () => {
  it('shows each with network, result, owner and age', async () => {
    const server = scenes();
    visit('/projects', server);
    const card = await screen.findByRole('article', { name: 'scenes' });
    expect(within(card).getByText('90.98')).toBeInTheDocument(); // FLOAT .9098
    expect(within(card).getByText('90.79')).toBeInTheDocument(); // INT .9079
    expect(within(card).getByText('Example')).toBeInTheDocument();
    expect(within(card).getByText(/by kim/)).toBeInTheDocument();
    expect(await within(card).findByRole('img', { name: 'Network scenes: 6 layers' })).toBeInTheDocument();
    const other = screen.getByRole('article', { name: 'empty' });
    expect(within(other).getByText('nothing compiled yet')).toBeInTheDocument();
    expect(within(other).getByText('0 files · 0 experiments · 0 B')).toBeInTheDocument();
    expectNoSurprise(server);
  });

  it('makes a new one and goes to its upload', async () => {
    const server = scenes();
    const { user, path } = visit('/projects', server);
    await user.click(await screen.findByRole('button', { name: 'New project' }));
    await user.type(await screen.findByLabelText(/Name/), 'yolo{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'yolo' });
    expect(path()).toMatch(/^\/projects\/made.*upload=true/);
    expect(server.called('POST', '/projects')[0]!.body).toEqual({ name: 'yolo' });
    expect(await screen.findByText('No files yet')).toBeInTheDocument();
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Upload files' })[0]).toHaveFocus());
  });

  it('deletes one only when its name is typed', async () => {
    const server = scenes();
    const { user } = visit('/projects', server);
    await user.click(await screen.findByRole('button', { name: 'Actions for empty' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete…' }));
    const dialog = await screen.findByRole('dialog');
    const button = within(dialog).getByRole('button', { name: 'Delete' });
    expect(button).toBeDisabled();
    await user.type(within(dialog).getByRole('textbox'), 'empt');
    expect(button).toBeDisabled();
    await user.type(within(dialog).getByRole('textbox'), 'y');
    await user.click(button);
    await waitFor(() => expect(screen.queryByRole('article', { name: 'empty' })).toBeNull());
    await waitFor(() => expect(server.projects.map(({ name }) => name)).toEqual(['scenes']));
  });

  it('shows a project again whose deletion was refused', async () => {
    const server = scenes();
    server.next.set(`DELETE /projects/${server.projects[1]!.id}`, refuse(409, 'conflict', 'A job runs in it'));
    const { user } = visit('/projects', server);
    await user.click(await screen.findByRole('button', { name: 'Actions for empty' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete…' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox'), 'empty{Enter}');
    expect(await screen.findByText('A job runs in it')).toBeInTheDocument();
    expect(await screen.findByRole('article', { name: 'empty' })).toBeInTheDocument();
  });

  it('renames one', async () => {
    const server = scenes();
    const { user } = visit('/projects', server);
    await user.click(await screen.findByRole('button', { name: 'Actions for empty' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Rename…' }));
    const name = await screen.findByLabelText('Name');
    await user.clear(name);
    await user.type(name, 'full{Enter}');
    expect(await screen.findByRole('article', { name: 'full' })).toBeInTheDocument();
  });

  it('says what to do where there is none', async () => {
    visit('/projects', new FakeServer());
    expect(await screen.findByText('No projects yet')).toBeInTheDocument();
  });

  it('says that the server does not answer, and tries again', async () => {
    const server = scenes();
    server.next.set('GET /projects', 'offline');
    const { user } = visit('/projects', server);
    expect(await screen.findByText('The server does not answer')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('article', { name: 'scenes' })).toBeInTheDocument();
  });

  it('gives the request of an error, so that the log can be searched', async () => {
    const server = scenes();
    server.next.set('GET /projects', refuse(500, 'internal', 'The disk is full'));
    visit('/projects', server);
    expect(await screen.findByText('The disk is full')).toBeInTheDocument();
    expect(screen.getByText(/abc123/)).toBeInTheDocument();
  });

  it('drops a project that an event says is gone', async () => {
    const server = scenes();
    visit('/projects', server);
    await screen.findByRole('article', { name: 'empty' });
    const gone = server.projects.pop()!;
    act(() => FakeSocket.last!.tell({ kind: 'project', project: gone.id, gone: true }));
    await waitFor(() => expect(screen.queryByRole('article', { name: 'empty' })).toBeNull());
  });

  it('speaks Korean', async () => {
    visit('/projects', scenes());
    await screen.findByRole('article', { name: 'scenes' });
    act(() => setLanguage('ko'));
    expect(await screen.findByRole('heading', { level: 1, name: '프로젝트' })).toBeInTheDocument();
    expect(document.documentElement.lang).toBe('ko');
  });
});
