// SPDX-License-Identifier: Apache-2.0
// A name for what is saved that the server takes and no other experiment of the project has.

/** Characters, by the server's rule. */
const longest = 120;

/** `suffix`: such as ", edited"; copies are numbered from 2. */
export function suggestName(name: string, suffix: string, taken: ReadonlySet<string>): string {
  // A copy of a copy is one more copy.
  const at = name.lastIndexOf(suffix);
  const base = at > 0 && /^( \d+)?$/.test(name.slice(at + suffix.length)) ? name.slice(0, at) : name;
  for (let copy = 1; ; ++copy) {
    const end = suffix + (copy > 1 ? ` ${copy}` : '');
    const whole = [...base];
    const room = longest - [...end].length;
    const suggested = (whole.length > room ? `${whole.slice(0, room - 1).join('').trimEnd()}…` : base) + end;
    if (!taken.has(suggested)) return suggested;
  }
}
