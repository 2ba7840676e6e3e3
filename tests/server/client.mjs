// Clients of `glassheap watch` for the tests: over standard input and output,
// and over a WebSocket (written out here, so that wrong requests can be made).
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
export const GLASSHEAP =
  process.env.GLASSHEAP ?? join(HERE, '../../build/glassheap');
export const IS_SANITIZE = process.env.GLASSHEAP_BUILD === 'sanitize';
export const fixture = (name) => join(HERE, 'fixtures', name);

// Requests by id, and events, over any way to send a text.
class Session {
  constructor(send) {
    this.send = send;
    this.waiting = new Map();
    this.events = [];
    this.listeners = new Set();
    this.nextId = 1;
  }

  receive(text) {
    const message = JSON.parse(text);
    const done = this.waiting.get(message.id);
    if (done) {
      this.waiting.delete(message.id);
      done(message);
      return;
    }
    this.events.push(message);
    for (const listener of [...this.listeners]) listener(message);
  }

  // The whole reply.
  request(method, params = {}) {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.send(JSON.stringify({ id, method, params }));
    });
  }

  // The result; an error of the server is thrown.
  async ask(method, params) {
    const { result, error } = await this.request(method, params);
    if (error) throw new Error(error.message);
    return result;
  }

  // The parameters of the first event of that name, past or to come.
  event(name) {
    const past = this.events.find((event) => event.method === name);
    return past ? Promise.resolve(past.params) : this.nextEvent(name);
  }

  // Of the first one from now on.
  nextEvent(name) {
    return new Promise((resolve) => {
      const listener = (event) => {
        if (event.method !== name) return;
        this.listeners.delete(listener);
        resolve(event.params);
      };
      this.listeners.add(listener);
    });
  }

  gone() {
    for (const done of this.waiting.values()) {
      done({ error: { message: 'the connection is gone' } });
    }
    this.waiting.clear();
  }

  seek(moment) { return this.ask('Time.seek', { moment }); }

  step(kind, direction = 'forward', more = {}) {
    return this.ask('Time.step', { kind, direction, ...more });
  }

  async hash() { return (await this.ask('State.hash')).hash; }
}

// `glassheap watch FILE --stdio`; `close` gives the exit status.
export function watchStdio(file, args = [], env = {}, options = []) {
  const child = spawn(GLASSHEAP, ['watch', '--stdio', ...options, file, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env },
  });
  const session = new Session((text) => child.stdin.write(`${text}\n`));
  let rest = '';
  session.child = child;
  session.stderr = '';
  child.stdin.on('error', () => {});
  child.stderr.on('data', (piece) => { session.stderr += piece; });
  child.stdout.on('data', (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    for (const line of lines) session.receive(line);
  });
  const exit = once(child, 'close').then(([status]) => {
    session.gone();
    return status;
  });
  session.close = () => {
    child.stdin.end();
    return exit;
  };
  session.exit = exit;
  return session;
}

// `glassheap watch FILE` (or another command) with a socket. Gives {child,
// address, port, token, output(), stop()} once the address was printed.
export async function watchServer(
  file, args = ['--port', '0'], command = 'watch',
) {
  const words = [command, ...args, ...file ? [file] : []];
  return served(spawn(GLASSHEAP, words, { stdio: ['ignore', 'pipe', 'pipe'] }));
}

// The lab; programs that nobody asks about sleep after `idle` milliseconds.
export function labServer(idle = 0) {
  return served(spawn(`${GLASSHEAP}-server`, ['lab', '0', String(idle)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  }));
}

async function served(child) {
  let output = '';
  const exit = once(child, 'close').then(([status]) => status);
  const address = await new Promise((resolve, reject) => {
    const look = (piece) => {
      output += piece;
      const found = /http:\/\/127\.0\.0\.1:(\d+)\/\?token=(\w+)/.exec(output);
      if (found) resolve(found);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    exit.then((status) => reject(new Error(`exit ${status}: ${output}`)));
  });
  return {
    child, address: address[0], port: Number(address[1]), token: address[2],
    output: () => output, exit,
    stop: (signal = 'SIGINT') => {
      child.kill(signal);
      return exit;
    },
  };
}

// ---- WebSocket --------------------------------------------------------------

function frameOf(text, { opcode = 1, final = true } = {}) {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  const first = (final ? 0x80 : 0) | opcode;
  const length = payload.length;
  const head = length < 126 ? [first, 0x80 | length]
    : length < 65536 ? [first, 0x80 | 126, length >> 8, length & 255]
      : [first, 0x80 | 127, 0, 0, 0, 0, length >>> 24, length >> 16 & 255,
        length >> 8 & 255, length & 255];
  const masked = payload.map((byte, index) => byte ^ mask[index & 3]);
  return Buffer.concat([Buffer.from(head), mask, masked]);
}

// Takes whole frames off `bytes`; gives what is left.
function takeFrames(bytes, each) {
  for (;;) {
    if (bytes.length < 2) return bytes;
    let length = bytes[1] & 127;
    let at = 2;
    if (length === 126) {
      if (bytes.length < 4) return bytes;
      length = bytes.readUInt16BE(2);
      at = 4;
    } else if (length === 127) {
      if (bytes.length < 10) return bytes;
      length = Number(bytes.readBigUInt64BE(2));
      at = 10;
    }
    if (bytes.length < at + length) return bytes;
    each({
      opcode: bytes[0] & 15, final: bytes[0] >= 128,
      payload: bytes.subarray(at, at + length),
    });
    bytes = bytes.subarray(at + length);
  }
}

// Opens a WebSocket. `headers` and `path` may be anything. Gives a Session,
// or throws with the first line of the refusal.
export async function openSocket(server, {
  path = `/session?token=${server.token}`, headers = {},
} = {}) {
  const key = randomBytes(16).toString('base64');
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const lines = {
    Host: `127.0.0.1:${server.port}`, Upgrade: 'websocket',
    Connection: 'Upgrade', 'Sec-WebSocket-Key': key,
    'Sec-WebSocket-Version': 13, ...headers,
  };
  socket.write(`GET ${path} HTTP/1.1\r\n${Object.entries(lines)
    .map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  const session = new Session((text) => socket.write(frameOf(text)));
  session.socket = socket;
  session.sendPieces = (pieces) => pieces.forEach((piece, index) =>
    socket.write(frameOf(piece, {
      opcode: index ? 0 : 1, final: index === pieces.length - 1,
    })));
  await new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    let isOpen = false;
    let message = [];
    const take = ({ opcode, final, payload }) => {
      if (opcode === 9) socket.write(frameOf(payload, { opcode: 10 }));
      if (opcode > 2) return;
      message.push(payload);
      if (!final) return;
      session.receive(Buffer.concat(message).toString());
      message = [];
    };
    socket.on('data', (piece) => {
      bytes = Buffer.concat([bytes, piece]);
      const end = bytes.indexOf('\r\n\r\n');
      if (!isOpen && end >= 0) {
        const head = bytes.subarray(0, end).toString();
        const accept = createHash('sha1')
          .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
          .digest('base64');
        if (!head.startsWith('HTTP/1.1 101') || !head.includes(accept)) {
          reject(new Error(head.split('\r\n')[0]));
          socket.destroy();
          return;
        }
        isOpen = true;
        bytes = bytes.subarray(end + 4);
        resolve();
      }
      if (isOpen) bytes = takeFrames(bytes, take);
    });
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error('closed'));
      session.gone();
    });
  });
  session.close = () => {
    socket.end(frameOf('', { opcode: 8 }));
    socket.destroy();
  };
  return session;
}
