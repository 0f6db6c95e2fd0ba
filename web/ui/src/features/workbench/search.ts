// SPDX-License-Identifier: Apache-2.0
// What the workbench's address says besides the experiment.
export interface WorkbenchSearch {
  /** A file of the project. */
  picture?: string;
  simulation?: string;
  layer?: number;
  tab?: string;
}

export function workbenchSearch(search: Record<string, unknown>): WorkbenchSearch {
  const result: WorkbenchSearch = {};
  for (const key of ['picture', 'simulation', 'tab'] as const) if (typeof search[key] === 'string') result[key] = search[key];
  if (typeof search['layer'] === 'number') result.layer = search['layer'];
  return result;
}
