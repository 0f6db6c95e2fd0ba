// SPDX-License-Identifier: Apache-2.0
// What the workbench's address says besides the experiment; a file of its own, so that the routes do not load the page.
export { parseAddress as workbenchSearch, type Address as WorkbenchSearch } from './state/selection';
