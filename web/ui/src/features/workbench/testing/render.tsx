// SPDX-License-Identifier: Apache-2.0
// The page in a router of its own, with the fake server behind fetch and the events.
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import { createQueryClient } from '@shared/api/queries';
import { hub } from '@shared/events/hub';
import { theme } from '@shared/theme/theme';
import { workbenchSearch } from '../search';
import { WorkbenchPage } from '../WorkbenchPage';
import { FakeServer, ids } from './fakeServer';

export async function openWorkbench(server = new FakeServer(), search = '') {
  vi.stubGlobal('fetch', server.fetch);
  vi.spyOn(hub, 'listen').mockImplementation((listener) => server.listen(listener));
  const root = createRootRoute({ component: Outlet });
  const workbench = createRoute({ getParentRoute: () => root, path: '/experiments/$experiment/workbench', validateSearch: workbenchSearch, component: WorkbenchPage });
  const project = createRoute({ getParentRoute: () => root, path: '/projects/$project', component: () => <p>project</p> });
  const history = createMemoryHistory({ initialEntries: [`/experiments/${ids.experiment}/workbench${search}`] });
  const router = createRouter({ routeTree: root.addChildren([workbench, project]), history });
  const client = createQueryClient(false);
  const user = userEvent.setup();
  const view = render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { server, router, history, user, client, ...view };
}

/** Until the panes are there. */
export async function openBench(server?: FakeServer, search?: string) {
  const opened = await openWorkbench(server, search);
  await screen.findByTestId('workbench');
  return opened;
}

export const address = (history: { location: { search: string } }) => Object.fromEntries(new URLSearchParams(history.location.search));
export const where = () => Number(screen.getByTestId('where').dataset['position']);
