// SPDX-License-Identifier: Apache-2.0
// In the place of uPlot where there is no canvas to draw on: `vi.mock('uplot', () => import('@shared/test/uplot'))`.
export default class {
  static readonly paths = { stepped: () => () => null };
  static readonly join = (tables: readonly unknown[][]) => tables.flat();
  destroy() {}
}
