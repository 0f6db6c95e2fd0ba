// SPDX-License-Identifier: Apache-2.0
// Adds up the script that the first page loads, compressed with gzip, and fails above the limit.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 300 * 1024; // bytes
const folder = process.argv[2] ?? new URL('../dist', import.meta.url).pathname;
const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8'));

/** The files that `key` and what it imports statically consist of. */
function closure(keys) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) visit(next);
  };
  keys.forEach(visit);
  return [...seen].map((key) => manifest[key].file).filter((file) => file.endsWith('.js'));
}

const bytes = async (file) => gzipSync(await readFile(join(folder, file)), { level: 9 }).length;
const sum = async (files) => (await Promise.all(files.map(bytes))).reduce((a, b) => a + b, 0);

const entry = Object.keys(manifest).filter((key) => manifest[key].isEntry);
const pages = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && /Page\.tsx$/.test(key));
const start = await sum(closure(entry));
let worst = start;
console.log(`entry: ${(start / 1024).toFixed(1)} KiB`);
for (const page of pages) {
  const size = await sum(closure([...entry, page]));
  worst = Math.max(worst, size);
  console.log(`with ${page}: ${(size / 1024).toFixed(1)} KiB`);
}
await stat(folder);
if (worst > LIMIT) {
  console.error(`a first page loads ${(worst / 1024).toFixed(1)} KiB of script, more than ${LIMIT / 1024} KiB`);
  process.exit(1);
}
