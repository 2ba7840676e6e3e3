// A line of its own beside the page's: another program, or the heap of one. It
// asks and is answered; whoever opened it closes it.
import type { Method, Params, Result } from '../protocol.ts';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class SecondLine {
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, Waiting>();
  private readonly opened: Promise<void>;
  private last = 0;

  /** Of a page at that address: `http://.../?token=...`. */
  constructor(address = location.href) {
    const { protocol, host, searchParams } = new URL(address);
    const token = searchParams.get('token') ?? '';
    this.socket = new WebSocket(`${protocol.replace('http', 'ws')}//${host
    }/session?token=${encodeURIComponent(token)}`);
    this.opened = new Promise((resolve, reject) => {
      this.socket.onopen = () => resolve();
      this.socket.onclose = () => {
        const error = new Error('the line was closed');
        reject(error);
        for (const each of this.waiting.values()) each.reject(error);
        this.waiting.clear();
      };
    });
    // whoever asks is told
    this.opened.catch(() => {});
    this.socket.onmessage = ({ data }) => this.receive(String(data));
  }

  private receive(text: string): void {
    const { id, result, error } = JSON.parse(text) as {
      id?: number; result?: unknown; error?: { message: string };
    };
    if (id === undefined) return;
    const request = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) request?.reject(new Error(error.message));
    else request?.resolve(result);
  }

  async request<M extends Method>(
    method: M, params: Params<M>,
  ): Promise<Result<M>> {
    await this.opened;
    return new Promise((resolve, reject) => {
      const id = ++this.last;
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.socket.close();
  }
}
