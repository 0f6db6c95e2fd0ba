// SPDX-License-Identifier: Apache-2.0
// Writes what the server's sources say: src/shared/api/schema.d.ts from web/api/openapi.yaml, and src/shared/reasons/texts/en.ts from
// web/server/base/Reasons.def; with --check, fails where one of them is not up to date.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { reasonTexts } from './reasons.mjs';

const from = (path) => new URL(`../${path}`, import.meta.url);
const head = `// SPDX-License-Identifier: Apache-2.0
// Types of web/api/openapi.yaml. Written by \`npm run generate\`; never edited.
`;

const contract = from('../api/openapi.yaml');
const made = [
  ['src/shared/api/schema.d.ts', head + astToString(await openapiTS(contract, { defaultNonNullable: false }))],
  ['src/shared/reasons/texts/en.ts', reasonTexts(await readFile(from('../server/base/Reasons.def'), 'utf8'))],
];
for (const [path, text] of made) {
  if (!process.argv.includes('--check')) await writeFile(from(path), text);
  else if ((await readFile(from(path), 'utf8').catch(() => '')) !== text) {
    console.error(`${path} is older than what it is made of: npm run generate`);
    process.exitCode = 1;
  }
}
