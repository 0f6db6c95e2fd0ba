// SPDX-License-Identifier: Apache-2.0
// Sends files to a project: a few at a time, with progress, cancel and retry. It goes on while one looks at other pages.
import { API, ApiError, errorOf, REQUEST_HEADER } from '@shared/api/client';
import type { ProjectFile } from '@shared/api/types';
import type { Candidate } from './gather';

export type UploadState = 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';
export interface Upload {
  id: number;
  path: string;
  bytes: number;
  sent: number;
  state: UploadState;
  /** why it failed */
  error?: Error;
}
export interface Totals {
  files: number;
  done: number;
  failed: number;
  active: boolean;
  bytes: number;
  sent: number;
  /** Bytes a second over the last seconds. */
  rate: number;
  secondsLeft?: number;
}

const PARALLEL = 3;
const WINDOW = 5000; // ms that the rate is measured over
const TELL_EVERY = 100; // ms

type Send = (path: string, file: File, signal: AbortSignal, progress: (sent: number) => void) => Promise<ProjectFile>;

/** XMLHttpRequest, because fetch tells nothing of what it has sent. */
export const sendTo =
  (project: string): Send =>
  (path, file, signal, progress) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('PUT', `${API}/projects/${project}/files?path=${encodeURIComponent(path)}`);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      for (const [name, value] of Object.entries(REQUEST_HEADER)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded }) => progress(loaded);
      request.onload = () => {
        let body: unknown;
        try {
          body = JSON.parse(request.responseText);
        } catch {
          body = undefined;
        }
        if (request.status === 201) resolve(body as ProjectFile);
        else reject(errorOf(new Response(null, { status: request.status, statusText: request.statusText }), body));
      };
      request.onerror = () => reject(new ApiError('offline', 'The connection broke', 0));
      request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'));
      signal.addEventListener('abort', () => request.abort());
      request.send(file);
    });

export class UploadQueue {
  #next = 1;
  #uploads: readonly Upload[] = [];
  #files = new Map<number, { file: File; abort?: AbortController }>();
  #samples: { time: number; sent: number }[] = [];
  #sentEver = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(
    private readonly send: Send,
    /** Called with each file that has arrived. */
    private readonly arrived: (file: ProjectFile) => void,
  ) {}

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };
  readonly list = (): readonly Upload[] => this.#uploads;

  add(candidates: readonly Candidate[]): void {
    const added = candidates.map(({ path, file }): Upload => {
      const id = this.#next++;
      this.#files.set(id, { file });
      return { id, path, bytes: file.size, sent: 0, state: 'waiting' };
    });
    // Of one path the newest counts.
    const paths = new Set(added.map(({ path }) => path));
    for (const upload of this.#uploads) if (paths.has(upload.path)) this.cancel(upload.id);
    this.#uploads = [...this.#uploads.filter(({ path }) => !paths.has(path)), ...added];
    this.#fill();
    this.#tell();
  }

  cancel(id: number): void {
    const upload = this.#find(id);
    if (upload?.state === 'sending') this.#files.get(id)?.abort?.abort();
    else if (upload?.state === 'waiting') this.#set(id, { state: 'cancelled' });
    this.#tell();
  }

  cancelAll(): void {
    for (const { id, state } of this.#uploads) if (state === 'waiting' || state === 'sending') this.cancel(id);
  }

  retry(id: number): void {
    const state = this.#find(id)?.state;
    if (state !== 'failed' && state !== 'cancelled') return;
    this.#set(id, { state: 'waiting', sent: 0, error: undefined });
    this.#fill();
    this.#tell();
  }

  retryFailed(): void {
    for (const { id, state } of this.#uploads) if (state === 'failed') this.retry(id);
  }

  /** Forgets all that has ended. */
  clear(): void {
    const ended = this.#uploads.filter(({ state }) => state !== 'waiting' && state !== 'sending');
    for (const { id } of ended) this.#files.delete(id);
    this.#uploads = this.#uploads.filter((upload) => !ended.includes(upload));
    this.#tell();
  }

  totals(now = performance.now()): Totals {
    const counted = this.#uploads.filter(({ state }) => state !== 'cancelled');
    const bytes = counted.reduce((sum, upload) => sum + upload.bytes, 0);
    const sent = counted.reduce((sum, upload) => sum + Math.min(upload.sent, upload.bytes), 0);
    const active = counted.some(({ state }) => state === 'waiting' || state === 'sending');
    const first = this.#samples.find(({ time }) => time >= now - WINDOW);
    const span = first ? (now - first.time) / 1000 : 0;
    const rate = first && span > 0.2 ? (this.#sentEver - first.sent) / span : 0;
    const left = counted
      .filter(({ state }) => state === 'waiting' || state === 'sending')
      .reduce((sum, upload) => sum + upload.bytes - upload.sent, 0);
    return {
      files: counted.length,
      done: counted.filter(({ state }) => state === 'done').length,
      failed: counted.filter(({ state }) => state === 'failed').length,
      active,
      bytes,
      sent,
      rate,
      ...(active && rate > 0 ? { secondsLeft: left / rate } : {}),
    };
  }

  #find(id: number): Upload | undefined {
    return this.#uploads.find((upload) => upload.id === id);
  }

  #set(id: number, change: Partial<Omit<Upload, 'error'>> & { error?: Error | undefined }): void {
    this.#uploads = this.#uploads.map((upload) => {
      if (upload.id !== id) return upload;
      const { error, ...rest } = { ...upload, ...change };
      return error === undefined ? rest : { ...rest, error };
    });
  }

  #fill(): void {
    let free = PARALLEL - this.#uploads.filter(({ state }) => state === 'sending').length;
    for (const upload of this.#uploads) {
      if (free <= 0) break;
      if (upload.state !== 'waiting') continue;
      free -= 1;
      void this.#run(upload.id, upload.path);
    }
  }

  async #run(id: number, path: string): Promise<void> {
    const entry = this.#files.get(id)!;
    entry.abort = new AbortController();
    this.#set(id, { state: 'sending' });
    let before = 0;
    try {
      const file = await this.send(path, entry.file, entry.abort.signal, (sent) => {
        this.#sentEver += sent - before;
        before = sent;
        const now = performance.now();
        this.#samples.push({ time: now, sent: this.#sentEver });
        while (this.#samples[0] && this.#samples[0].time < now - 2 * WINDOW) this.#samples.shift();
        this.#set(id, { sent });
        this.#tell();
      });
      this.#set(id, { state: 'done', sent: entry.file.size });
      this.arrived(file);
    } catch (error) {
      const cancelled = error instanceof DOMException && error.name === 'AbortError';
      this.#set(id, cancelled ? { state: 'cancelled' } : { state: 'failed', error: error as Error });
    }
    this.#fill();
    this.#tell();
  }

  /** Many files end in one moment: those who watch are told once. */
  #tell(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const watcher of [...this.#watchers]) watcher();
    }, TELL_EVERY);
  }
}
