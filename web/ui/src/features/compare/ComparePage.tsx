// SPDX-License-Identifier: Apache-2.0
// ComparePage.
export function ComparePage() {
  return <h1>ComparePage</h1>;
}
