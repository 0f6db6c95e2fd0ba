// SPDX-License-Identifier: Apache-2.0
// English texts of signing in.
export const en = {
  title: 'Sign in',
  how: 'qsim has no password. It prints a link when it starts; open that link in this browser.',
  step1: 'Look at the terminal in which qsim runs.',
  step2: 'Open the line that begins with this address:',
  step3: 'The link works once; after each sign-in qsim prints the next one. If yours was used already, take the last one in the terminal.',
  signing: 'Signing in…',
  failed: 'The link did not work',
  retry: 'Try again',
} as const;
