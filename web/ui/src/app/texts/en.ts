// SPDX-License-Identifier: Apache-2.0
// English texts of the frame around all pages.
export const en = {
  skip: 'Skip to the content',
  main: 'Main',
  projects: 'Projects',
  settings: 'Settings',
  offline: 'Offline: the server does not answer. Trying again…',
  retryNow: 'Try now',
  shortcuts: 'Keyboard',
  shortcutsHelp: 'Show the list of keys',
  goProjects: 'Go to the projects',
  goSettings: 'Go to the settings',
  everywhere: 'Everywhere',
  close: 'Close',
  notFound: 'There is no such page',
  notFoundHelp: 'The address may be mistyped, or what it names was deleted or belongs to someone else.',
  toProjects: 'To the projects',
  loading: 'Loading…',
  crashed: 'This page failed',
  reload: 'Load the page again',
} as const;
