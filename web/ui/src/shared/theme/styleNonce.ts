// SPDX-License-Identifier: Apache-2.0
// The nonce by which the server's policy lets scripts of this page add <style> elements.
import { setNonce } from 'get-nonce';

/** As the server has written it into index.html; empty where no server did, as in tests. */
export const styleNonce = (): string =>
  // The attribute itself is hidden from scripts once the page is there.
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** To those who do not ask: what keeps the page from scrolling behind a dialog. */
export function giveNonce(): void {
  const nonce = styleNonce();
  if (nonce) setNonce(nonce);
}
