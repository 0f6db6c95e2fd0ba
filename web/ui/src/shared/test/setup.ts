// SPDX-License-Identifier: Apache-2.0
// What jsdom lacks and components need, and the clean-up after each test.
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// A miss names what was looked for; the whole page helps nobody.
configure({ getElementError: (message) => new Error(message?.split('Ignored nodes')[0]?.slice(0, 2000)), asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const nothing = () => false;
window.matchMedia = ((query: string) => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: nothing,
  removeListener: nothing,
  addEventListener: nothing,
  removeEventListener: nothing,
  dispatchEvent: nothing,
})) as unknown as typeof window.matchMedia;
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver = Observer;
window.scrollTo = nothing as typeof window.scrollTo;
Element.prototype.scrollIntoView = nothing;
URL.createObjectURL = () => 'blob:test';
URL.revokeObjectURL = nothing as typeof URL.revokeObjectURL;
// jsdom tells of each canvas that it cannot draw on.
HTMLCanvasElement.prototype.getContext = (() => null) as typeof HTMLCanvasElement.prototype.getContext;
