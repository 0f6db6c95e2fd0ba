// SPDX-License-Identifier: Apache-2.0
// Both languages have the same keys and the same placeholders, in every feature.
import { describe, expect, it } from 'vitest';
import type { Tree } from '.';

// A feature keeps its texts in texts/en.ts and texts/ko.ts, or in i18n/.
const modules = import.meta.glob<Record<string, Tree>>('/src/**/{texts,i18n}/{en,ko}.ts', { eager: true });

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}
const texts = (path: string, language: string) => {
  const module = modules[path];
  const tree = module?.[language] ?? module?.['default'];
  if (!tree) throw new Error(`${path} exports no ${language}`);
  return flatten(tree);
};
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const english = Object.keys(modules).filter((path) => path.endsWith('/en.ts'));

describe('texts', () => {
  it('are found', () => expect(english.length).toBeGreaterThan(1));

  it.each(english)('%s has its Korean twin', (path) => {
    const en = texts(path, 'en');
    const ko = texts(path.replace(/en\.ts$/, 'ko.ts'), 'ko');
    expect([...ko.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [key, text] of en) {
      expect(ko.get(key), key).not.toBe('');
      // Korean may leave the count of a singular out.
      if (!key.endsWith('_one')) expect(placeholders(ko.get(key)!), key).toEqual(placeholders(text));
    }
  });
});
