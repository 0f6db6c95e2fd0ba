// SPDX-License-Identifier: Apache-2.0
// qsim-server with its engine for a test: an empty data folder, mostly with the example in it, ended and removed with the test.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DIST } from './fakePage.ts';

export const ROOT = new URL('../../../', import.meta.url).pathname;
export const BIN = process.env['QSIM_BIN'] ?? join(ROOT, 'build/release/bin');
/** Built with the server: with the guide, and with the pictures that it leads over. */
const EXAMPLE = process.env['QSIM_EXAMPLE'] ?? join(ROOT, 'build/release/share/qsim/scenes');

export const hasServer = ['qsim', 'qsim-server', 'qsim-engine'].every((name) => existsSync(join(BIN, name))) && existsSync(EXAMPLE) && existsSync(DIST);

export const NO_EXAMPLE = '/nonexistent';

export interface RealServer {
  origin: string;
  signInAt: string;
  /** Process ids of the engines that run. */
  engines: () => number[];
  stop: () => Promise<void>;
}

/** `example`: a folder that is not there for an empty server, whose jobs are then the test's alone. */
export async function startServer(options: readonly string[] = [], example = EXAMPLE): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), 'qsim-e2e-'));
  const child = spawn(join(BIN, 'qsim-server'), ['--data', join(folder, 'data'), '--port', '0', '--ui', DIST, '--example', example, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const signInAt = await linkOf(child);
  return {
    origin: new URL(signInAt).origin,
    signInAt,
    engines: () => childrenOf(child.pid ?? -1),
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000))]);
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** By the link that the server has printed, which works once. */
export async function signIn(page: Page, { signInAt }: RealServer): Promise<void> {
  await page.goto(signInAt);
  await page.waitForURL('**/projects');
}

function linkOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += String(chunk);
      const link = /sign in: (\S+)/.exec(text)?.[1];
      if (link) resolve(link);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`qsim-server ended with ${code}: ${text}`)));
  });
}

/** Of /proc: programs named qsim-engine whose parent, or its parent, is this one. */
function childrenOf(parent: number): number[] {
  const parents = new Map<number, number>();
  const engines: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const text = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const [, name = '', above = ''] = /\((.*)\) \S (\d+)/.exec(text) ?? [];
      parents.set(Number(entry), Number(above));
      if (name.startsWith('qsim-engine')) engines.push(Number(entry));
    } catch {
      // It has ended meanwhile.
    }
  }
  const under = (pid: number | undefined): boolean => pid !== undefined && pid > 1 && (pid === parent || under(parents.get(pid)));
  return engines.filter((pid) => under(parents.get(pid)));
}

/** A request of the contract, as the signed-in page sends it. */
export async function ask<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(
    async ([verb, address, text]) => {
      const response = await fetch(`/api/v1${address}`, {
        method: verb ?? 'GET',
        headers: { 'Qsim-Request': '1', ...(text ? { 'Content-Type': 'application/json' } : {}) },
        ...(text ? { body: text } : {}),
      });
      return { ok: response.ok, text: await response.text() };
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
  );
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.text}`);
  return (answer.text ? JSON.parse(answer.text) : undefined) as T;
}

/** Sends a file of this machine. */
export async function upload(page: Page, project: string, path: string, bytes: Buffer): Promise<{ id: string; kind: string }> {
  const answer = await page.evaluate(
    async ([address, text]) => {
      const binary = Uint8Array.from(atob(text ?? ''), (letter) => letter.charCodeAt(0));
      const response = await fetch(address ?? '', { method: 'PUT', headers: { 'Qsim-Request': '1', 'Content-Type': 'application/octet-stream' }, body: binary });
      return response.text();
    },
    [`/api/v1/projects/${project}/files?path=${encodeURIComponent(path)}`, bytes.toString('base64')] as const,
  );
  return JSON.parse(answer) as { id: string; kind: string };
}

export async function until<T>(look: () => Promise<T | undefined>, milliseconds = 60_000): Promise<T> {
  for (const end = Date.now() + milliseconds; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`nothing after ${milliseconds} ms`);
  }
}
