// SPDX-License-Identifier: Apache-2.0
// Mantine's theme: two weights of one family, hairlines, the accent of tokens.css.
import { createTheme, Modal, localStorageColorSchemeManager, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  fontFamily: 'var(--q-font)',
  fontFamilyMonospace: 'var(--q-mono)',
  headings: { fontFamily: 'var(--q-font)', fontWeight: '600' },
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 4 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  components: {
    // The <header> of a dialog is no banner of the page.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'none' } } } }),
  },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
});

/** Mantine's own surfaces take the tokens, so that both speak one language. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--q-panel)',
    '--mantine-color-text': 'var(--q-text)',
    '--mantine-color-dimmed': 'var(--q-dim)',
    '--mantine-color-default-border': 'var(--q-line)',
    '--mantine-color-error': 'var(--q-bad)',
    '--mantine-color-placeholder': 'var(--q-dim)',
    '--mantine-primary-color-filled': 'var(--q-fill)',
    '--mantine-primary-color-filled-hover': 'color-mix(in srgb, var(--q-fill) 85%, black)',
    '--mantine-color-anchor': 'var(--q-accent)',
  };
  // Fields and buttons of the dark theme have its blue, not Mantine's grey.
  const dark = {
    '--mantine-color-dark-4': '#3a4653',
    '--mantine-color-dark-5': 'var(--q-raised)',
    '--mantine-color-dark-6': 'var(--q-raised)',
    '--mantine-color-dark-7': 'var(--q-panel)',
    '--mantine-color-dark-8': 'var(--q-page)',
  };
  return { variables: {}, light: both, dark: { ...both, ...dark } };
};

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'qsim-theme' });
