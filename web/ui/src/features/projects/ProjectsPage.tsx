// SPDX-License-Identifier: Apache-2.0
// ProjectsPage.
export function ProjectsPage() {
  return <h1>ProjectsPage</h1>;
}
