// SPDX-License-Identifier: Apache-2.0
// Every address of the UI. Each page is a chunk of its own.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router';
import { queries } from '@shared/api/queries';
import { compareSearch } from '@features/compare/search';
import { workbenchSearch } from '@features/workbench/search';
import { Frame } from './Frame';
import { Crashed, NotFound, Pending } from './fallbacks';

interface Context {
  client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Frame,
  notFoundComponent: NotFound,
  beforeLoad: async ({ context, location }) => {
    if (location.pathname === '/sign-in') return;
    const session = await context.client.ensureQueryData(queries.session());
    if (!session) throw redirect({ to: '/sign-in', search: { to: location.href }, replace: true });
  },
});

/** What is no text goes. Named with undefined: else the router lets the unchecked one through. */
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
type Search = Record<string, unknown>;

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  /** Only an address of this site. */
  validateSearch: (search: Search): { to?: string | undefined } => {
    const to = text(search['to']);
    return { to: to && /^\/(?![/\\])/.test(to) ? to : undefined };
  },
  component: lazyRouteComponent(() => import('@features/session/SignInPage'), 'SignInPage'),
});
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects', replace: true });
  },
});
const projects = createRoute({
  getParentRoute: () => root,
  path: '/projects',
  component: lazyRouteComponent(() => import('@features/projects/ProjectsPage'), 'ProjectsPage'),
});
const project = createRoute({
  getParentRoute: () => root,
  path: '/projects/$project',
  /** `job`: whose result is shown; `upload`: the new project's first step. */
  validateSearch: (search: Search): { job?: string | undefined; upload?: true | undefined } => ({
    job: text(search['job']),
    upload: search['upload'] === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('@features/project/ProjectPage'), 'ProjectPage'),
});
const compare = createRoute({
  getParentRoute: () => root,
  path: '/projects/$project/compare',
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('@features/compare/ComparePage'), 'ComparePage'),
});
const workbench = createRoute({
  getParentRoute: () => root,
  path: '/experiments/$experiment/workbench',
  validateSearch: workbenchSearch,
  component: lazyRouteComponent(() => import('@features/workbench/WorkbenchPage'), 'WorkbenchPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('@features/settings/SettingsPage'), 'SettingsPage'),
});

const routeTree = root.addChildren([signIn, home, projects, project, compare, workbench, settings]);

export const createAppRouter = (client: QueryClient, history?: RouterHistory) =>
  createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: Pending,
    defaultErrorComponent: Crashed,
    defaultPendingMs: 200,
    ...(history ? { history } : {}),
  });
export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
