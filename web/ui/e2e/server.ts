// SPDX-License-Identifier: Apache-2.0
// A qsim-server of its own for each test file: fresh data, a free port, its sign-in link.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('../../../', import.meta.url).pathname;
const BIN = process.env['QSIM_BIN'] ?? join(ROOT, 'build/release/bin');

export const hasServer = existsSync(join(BIN, 'qsim-server')) && existsSync(join(BIN, '../share/qsim/ui/index.html'));
export const SCENES = join(ROOT, 'examples/scenes');

/** The pictures of the example, generated: calib/ and test/ with labels. */
export async function makePictures(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qsim-e2e-pictures-'));
  const make = (name: string, count: number, seed: number) =>
    execFileSync(join(BIN, 'qsim-scenes'), ['--out', join(folder, name), '--list', name, '--count', String(count), '--seed', String(seed)], { stdio: 'pipe' });
  make('calib', 8, 2);
  make('test', 16, 3);
  return folder;
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

export class Server {
  #process: ChildProcess | undefined;
  log = '';
  /** Printed at each start. */
  link = '';

  private constructor(
    readonly origin: string,
    private readonly port: number,
    private readonly data: string,
  ) {}

  static async create(): Promise<Server> {
    const port = await freePort();
    const server = new Server(`http://127.0.0.1:${port}`, port, await mkdtemp(join(tmpdir(), 'qsim-e2e-data-')));
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const child = spawn(join(BIN, 'qsim-server'), ['--data', this.data, '--port', String(this.port), '--log-level', 'info'], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    this.link = '';
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        this.log += chunk.toString();
        const link = /sign in: (\S+)/.exec(this.log.slice(this.log.lastIndexOf('qsim is at')))?.[1];
        if (link && !this.link) {
          this.link = link;
          resolve();
        }
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => reject(new Error(`qsim-server ended with ${code}:\n${this.log}`)));
    });
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  }

  async destroy(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }
}
