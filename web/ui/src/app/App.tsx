// SPDX-License-Identifier: Apache-2.0
// Theme, texts, query cache and routes around the pages.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { styleNonce } from '@shared/theme/styleNonce';
import { colorSchemeManager, cssVariables, theme } from '@shared/theme/theme';
import type { AppRouter } from './router';

export function App({ client, router }: { client: QueryClient; router: AppRouter }) {
  return (
    // Tests wait for no transition.
    <MantineProvider env={import.meta.env.MODE === 'test' ? 'test' : 'default'} theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Notifications position="bottom-left" limit={4} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
