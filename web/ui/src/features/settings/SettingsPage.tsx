// SPDX-License-Identifier: Apache-2.0
// SettingsPage.
export function SettingsPage() {
  return <h1>SettingsPage</h1>;
}
