// SPDX-License-Identifier: Apache-2.0
// English texts of the shared pieces.
export const en = {
  copy: 'Copy',
  copied: 'Copied',
  copyWhat: 'Copy {{what}}',
  loading: 'Loading…',
  retry: 'Try again',
  failed: 'This did not load',
  offline: 'The server does not answer',
  offlineHelp: 'Is qsim still running in the terminal? This page tries again by itself.',
  request: 'Request {{id}} in the server’s log',
  cancel: 'Cancel',
  close: 'Close',
  delete: 'Delete',
  confirmName: 'Type “{{name}}” to delete it',
  cannotUndo: 'This cannot be undone.',
  resize: 'Resize {{what}}',
} as const;
