// SPDX-License-Identifier: Apache-2.0
// ProjectPage.
export function ProjectPage() {
  return <h1>ProjectPage</h1>;
}
