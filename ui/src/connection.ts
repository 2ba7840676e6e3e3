// The line to the program's server: requests with their answers, events, and
// what to do when the server goes away (try again, ever more slowly).
import { signal } from '@preact/signals';
import type {
  EventName, Events, Method, Params, Result,
} from './protocol.ts';

/** `lost`: it was open and is not any more; `refused`: it never was. */
export type Line = 'connecting' | 'open' | 'lost' | 'refused';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Message {
  id?: number;
  result?: unknown;
  error?: { code: number; message: string };
  method?: EventName;
  params?: unknown;
}

/** The server is gone: not an error to show twice, the banner says it. */
export class LineLost extends Error {
  override name = 'LineLost';
}

/** Of a program that another one has replaced meanwhile: nobody misses it. */
export class Replaced extends LineLost {
  override name = 'Replaced';
}
const REPLACED = 'another program was started';

const errorOf = (message: string): Error =>
  message === REPLACED ? new Replaced(message) : new Error(message);

const RETRY_FIRST = 500;
const RETRY_LONGEST = 8000;

export const line = signal<Line>('connecting');

let socket: WebSocket | null = null;
let lastId = 0;
let retryAfter = RETRY_FIRST;
let retryTimer: number | undefined;
const waiting = new Map<number, Waiting>();
const listeners = new Map<EventName, ((params: never) => void)[]>();
let opened: () => void = () => {};

function address(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const token = new URLSearchParams(location.search).get('token') ?? '';
  return `${scheme}://${location.host}/session?token=${
    encodeURIComponent(token)}`;
}

function receive(text: string): void {
  const message = JSON.parse(text) as Message;
  if (message.id === undefined) {
    if (!message.method) return;
    for (const listener of listeners.get(message.method) ?? []) {
      listener(message.params as never);
    }
    return;
  }
  const request = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.error) request?.reject(errorOf(message.error.message));
  else request?.resolve(message.result);
}

function closed(): void {
  socket = null;
  if (line.value !== 'lost') {
    line.value = line.value === 'open' ? 'lost' : 'refused';
  }
  for (const { reject } of waiting.values()) {
    reject(new LineLost('the program\'s server ended'));
  }
  waiting.clear();
  retryTimer = window.setTimeout(connect, retryAfter);
  retryAfter = Math.min(retryAfter * 2, RETRY_LONGEST);
}

function connect(): void {
  const next = new WebSocket(address());
  socket = next;
  next.onopen = () => {
    line.value = 'open';
    retryAfter = RETRY_FIRST;
    opened();
  };
  next.onmessage = (event) => receive(String(event.data));
  next.onclose = closed;
}

/** Opens the line; `whenOpen` is called at once and after every reconnect. */
export function openLine(whenOpen: () => void): void {
  opened = whenOpen;
  connect();
}

export function retryNow(): void {
  if (socket) return;
  window.clearTimeout(retryTimer);
  retryAfter = RETRY_FIRST;
  connect();
}

export function request<M extends Method>(
  method: M, params: Params<M>,
): Promise<Result<M>> {
  return new Promise((resolve, reject) => {
    if (socket?.readyState !== WebSocket.OPEN) {
      reject(new LineLost('the program\'s server ended'));
      return;
    }
    const id = ++lastId;
    waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
    socket.send(JSON.stringify({ id, method, params }));
  });
}

export function listen<E extends EventName>(
  event: E, listener: (params: Events[E]) => void,
): void {
  const list = listeners.get(event) ?? [];
  list.push(listener as (params: never) => void);
  listeners.set(event, list);
}
