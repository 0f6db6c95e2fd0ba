// SPDX-License-Identifier: Apache-2.0
// Starts the UI.
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@shared/theme/tokens.css';
import '@shared/theme/global.css';
import '@shared/i18n';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { giveNonce } from '@shared/theme/styleNonce';
import { App } from './App';
import { createAppQueryClient } from './queryClient';
import { createAppRouter } from './router';

giveNonce();
const client = createAppQueryClient();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App client={client} router={createAppRouter(client)} />
  </StrictMode>,
);
