// SPDX-License-Identifier: Apache-2.0
// The server's sentences in the reader's language.
export { ErrorText, ServerText } from './ServerText';
