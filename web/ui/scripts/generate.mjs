// SPDX-License-Identifier: Apache-2.0
// Writes src/shared/api/schema.d.ts from web/api/openapi.yaml; with --check, fails where it is not up to date.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const contract = new URL('../../api/openapi.yaml', import.meta.url);
const output = new URL('../src/shared/api/schema.d.ts', import.meta.url);
const head = `// SPDX-License-Identifier: Apache-2.0
// Types of web/api/openapi.yaml. Written by \`npm run generate\`; never edited.
`;

const text = head + astToString(await openapiTS(contract, { defaultNonNullable: false }));
if (process.argv.includes('--check')) {
  const present = await readFile(output, 'utf8').catch(() => '');
  if (present !== text) {
    console.error('src/shared/api/schema.d.ts is older than web/api/openapi.yaml: npm run generate');
    process.exit(1);
  }
} else {
  await writeFile(output, text);
}
