// SPDX-License-Identifier: Apache-2.0
// How the UI is built, served while one works on it, and tested without a browser.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { precompress } from './scripts/precompress.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// The server that `npm run dev` speaks to; its Origin check wants its own address.
const server = process.env['QSIM_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: { alias: { '@shared': at('src/shared'), '@features': at('src/features'), '@app': at('src/app') } },
  build: {
    outDir: process.env['QSIM_UI_OUT'] ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the server forbids data: and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
  },
  server: {
    proxy: { '/api': { target: server, changeOrigin: true, ws: true, headers: { origin: server } } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/shared/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    restoreMocks: true,
    testTimeout: 40_000,
  },
});
