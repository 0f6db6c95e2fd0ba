// SPDX-License-Identifier: Apache-2.0
// The WebSocket of the server's events: one connection for the whole page, which comes back by itself.
import type { ServerEvent } from '@shared/api/types';

export type Connection = 'connecting' | 'open' | 'offline';
export type Listener = (event: ServerEvent) => void;

const FIRST_WAIT = 500; // ms
const LONGEST_WAIT = 15_000;

export class EventHub {
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT;
  #wanted = false;
  #connection: Connection = 'connecting';
  readonly #listeners = new Set<Listener>();
  readonly #watchers = new Set<() => void>();
  readonly #reopened = new Set<() => void>();

  constructor(
    private readonly url: () => string,
    private readonly open: (url: string) => WebSocket = (address) => new WebSocket(address),
  ) {}

  get connection(): Connection {
    return this.#connection;
  }

  /** Calls `listener` with each event until the returned function is called. */
  readonly listen = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells of each change of `connection`. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Tells when a connection stands again after events may have been missed. */
  readonly onReopen = (callback: () => void): (() => void) => {
    this.#reopened.add(callback);
    return () => this.#reopened.delete(callback);
  };

  start(): void {
    this.#wanted = true;
    if (!this.#socket) this.#connect();
  }

  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** Without waiting for the next try. */
  retry(): void {
    if (!this.#wanted || this.#connection === 'open') return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wait = FIRST_WAIT;
    if (!this.#socket) this.#connect();
  }

  #set(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    for (const watcher of [...this.#watchers]) watcher();
  }

  #connect(): void {
    const socket = this.open(this.url());
    this.#socket = socket;
    socket.onopen = () => {
      const again = this.#connection === 'offline';
      this.#wait = FIRST_WAIT;
      this.#set('open');
      if (again) for (const callback of [...this.#reopened]) callback();
    };
    socket.onmessage = (message) => {
      const event = JSON.parse(String(message.data)) as ServerEvent;
      for (const listener of [...this.#listeners]) listener(event);
    };
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      if (!this.#wanted) return;
      this.#set('offline');
      this.#timer = setTimeout(() => this.#connect(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    };
  }
}

const address = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/events`;
export const hub = new EventHub(address);
