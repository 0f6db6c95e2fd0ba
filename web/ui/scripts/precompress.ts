// SPDX-License-Identifier: Apache-2.0
// Vite plugin: writes .br and .gz beside each built file that compression makes smaller; the server sends them as they are, but writes into index.html.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(html|js|mjs|css|svg|json|txt|webmanifest)$/;
const SMALLEST = 512; // bytes; below, a packet is a packet

async function write(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < SMALLEST) return;
  const packed = {
    br: await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gz: await promisify(gzip)(bytes, { level: 9 }),
  };
  for (const [suffix, data] of Object.entries(packed))
    if (data.length < bytes.length) await writeFile(`${path}.${suffix}`, data);
}

export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'qsim-precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      await Promise.all(names.filter((name) => TEXT.test(name) && name !== 'index.html').map((name) => write(join(folder, name))));
    },
  };
}
