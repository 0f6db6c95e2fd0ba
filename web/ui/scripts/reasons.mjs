// SPDX-License-Identifier: Apache-2.0
// The English texts of the server's sentences, as a module, from its table: {gaps} become {{gaps}}.
export function reasonTexts(table) {
  const rows = [...table.replace(/^\/\/.*$/gm, '').matchAll(/REASON\(\s*(\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)/g)];
  if (rows.length === 0 || rows.length !== [...table.matchAll(/^REASON\(/gm)].length) throw new Error('web/server/base/Reasons.def cannot be read');
  const lines = rows.map(([, key, pieces]) => {
    const text = [...pieces.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([piece]) => JSON.parse(piece)).join('');
    const literal = text.replace(/\{(\w+)\}/g, '{{$1}}').replace(/\\/g, '\\\\').replace(/'/g, "\\'");
    return `  ${key}: '${literal}',\n`;
  });
  return `// SPDX-License-Identifier: Apache-2.0
// Sentences of web/server/base/Reasons.def. Written by \`npm run generate\`; never edited.
export const en = {
${lines.join('')}} as const;
`;
}
