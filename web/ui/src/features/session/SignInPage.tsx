// SPDX-License-Identifier: Apache-2.0
// SignInPage.
export function SignInPage() {
  return <h1>SignInPage</h1>;
}
