// fetch, Headers, Request and Response (Fetch Standard), against a table of
// canned answers. A body is whole at once; `body` is a stream with all of it in
// one chunk, and what a program gives as a stream is read when it is asked for.
'use strict';
const { isBrowser, queueTask } = require('internal/binding');
const { decode } = require('internal/text');
const { encodeUtf8 } = require('internal/encoding');
const table = require('internal/fetch_table');

// ---- Headers ------------------------------------------------------------------

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

function nameOf(name, method) {
  const text = `${name}`;
  if (!TOKEN.test(text)) {
    throw new TypeError(`Headers.${method}: ${text} is an invalid header name.`);
  }
  return text.toLowerCase();
}

class Headers {
  #list = new Map();

  constructor(init) {
    if (init === undefined || init === null) return;
    const pairs = typeof init[Symbol.iterator] === 'function' ? init
                                                              : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }

  append(name, value) {
    const key = nameOf(name, 'append');
    const text = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    const before = this.#list.get(key);
    this.#list.set(key, before === undefined ? text : `${before}, ${text}`);
  }

  set(name, value) {
    this.#list.delete(nameOf(name, 'set'));
    this.append(name, value);
  }

  get(name) { return this.#list.get(nameOf(name, 'get')) ?? null; }
  has(name) { return this.#list.has(nameOf(name, 'has')); }
  delete(name) { this.#list.delete(nameOf(name, 'delete')); }

  forEach(callback, receiver) {
    for (const [name, value] of this) callback.call(receiver, value, name, this);
  }

  * entries() {
    yield* [...this.#list].sort(([a], [b]) => (a < b ? -1 : 1));
  }
  * keys() { for (const [name] of this.entries()) yield name; }
  * values() { for (const [, value] of this.entries()) yield value; }
  [Symbol.iterator]() { return this.entries(); }
  get [Symbol.toStringTag]() { return 'Headers'; }
}

// ---- Bodies -------------------------------------------------------------------

// A body as a string of bytes, and its usual type.
function bytesOf(body) {
  if (body instanceof URLSearchParams) {
    return [encodeUtf8(`${body}`), 'application/x-www-form-urlencoded;charset=UTF-8'];
  }
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer) {
    const bytes = body instanceof ArrayBuffer ? new Uint8Array(body)
      : new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return [text, null];
  }
  return [encodeUtf8(`${body}`), 'text/plain;charset=UTF-8'];
}

function toArray(bytes) {
  const array = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) array[i] = bytes.charCodeAt(i);
  return array;
}

class Body {
  #bytes = null; // or a stream's, once it is made
  #stream = null;
  #isRead = false;
  headers;

  _setBody(body, headers) {
    this.headers = headers;
    if (body === undefined || body === null) return;
    if (body instanceof ReadableStream) {
      if (body.locked) {
        throw new TypeError('Response body object should not be disturbed or locked');
      }
      this.#stream = body;
      return;
    }
    const [bytes, type] = bytesOf(body);
    this.#bytes = bytes;
    if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
  }

  _copyBody(from) {
    if (from.bodyUsed || from.#stream?.locked) {
      throw new TypeError(`${from.constructor.name}.clone: Body has already been consumed.`);
    }
    this.#bytes = from.#bytes;
    if (from.#stream) [from.#stream, this.#stream] = from.#stream.tee();
  }

  get body() {
    if (!this.#stream && this.#bytes !== null) {
      const bytes = this.#isRead ? '' : this.#bytes;
      this.#stream = new ReadableStream({
        pull: (controller) => {
          this.#isRead = true;
          if (bytes !== '') controller.enqueue(toArray(bytes));
          controller.close();
        },
        cancel: () => { this.#isRead = true; },
      }, { highWaterMark: 0 });
      if (this.#isRead) this.#stream.getReader();
    }
    return this.#stream;
  }

  async #take() {
    if (this.#isRead || this.#stream?.locked) {
      throw new TypeError('Body is unusable: Body has already been read');
    }
    this.#isRead = this.#bytes !== null || this.#stream !== null;
    if (!this.#stream) return this.#bytes ?? '';
    const reader = this.#stream.getReader(); // which is kept
    for (let text = ''; ;) {
      const { value, done } = await reader.read();
      if (done) return text;
      if (!(value instanceof Uint8Array)) {
        throw new TypeError('Received non-Uint8Array chunk');
      }
      text += bytesOf(value)[0];
    }
  }

  get bodyUsed() { return this.#isRead; }
  async text() { return decode(await this.#take()); }
  async json() { return JSON.parse(decode(await this.#take())); }
  async bytes() { return toArray(await this.#take()); }
  async arrayBuffer() { return (await this.bytes()).buffer; }
}

// ---- Request ------------------------------------------------------------------

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];

function parseUrl(input) {
  try {
    return new URL(input, isBrowser ? 'http://localhost/' : undefined).href;
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause });
  }
}

class Request extends Body {
  #url;
  #method;
  #signal;

  constructor(input, init = {}) {
    super();
    const from = input instanceof Request ? input : undefined;
    this.#url = from ? from.url : parseUrl(`${input}`);
    const method = `${init.method ?? from?.method ?? 'GET'}`;
    const upper = method.toUpperCase();
    this.#method = METHODS.includes(upper) ? upper : method;
    this.#signal = init.signal ?? from?.signal ?? new AbortController().signal;
    const isBare = this.#method === 'GET' || this.#method === 'HEAD';
    if (isBare && init.body !== undefined && init.body !== null) {
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    this._setBody(init.body, new Headers(init.headers ?? from?.headers));
    if (from && (init.body === undefined || init.body === null)) this._copyBody(from);
  }

  get url() { return this.#url; }
  get method() { return this.#method; }
  get signal() { return this.#signal; }
  clone() { return new Request(this); }
  get [Symbol.toStringTag]() { return 'Request'; }
}

// ---- Response -----------------------------------------------------------------

class Response extends Body {
  #status;
  #statusText;
  #type = 'default';
  #url = '';

  constructor(body, init = {}) {
    super();
    const { status = 200, statusText = '' } = init;
    if (!(status >= 200 && status <= 599)) {
      throw new RangeError(
        'init["status"] must be in the range of 200 to 599, inclusive.');
    }
    this.#status = Math.trunc(status);
    this.#statusText = `${statusText}`;
    this._setBody(body, new Headers(init.headers));
  }

  static _answer(response, url) {
    response.#url = url;
    response.#type = 'basic';
    return response;
  }

  static json(data, init = {}) {
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(JSON.stringify(data), { ...init, headers });
  }

  static error() {
    const response = new Response();
    response.#status = 0;
    response.#type = 'error';
    return response;
  }

  static redirect(url, status = 302) {
    return new Response(null, { status, headers: { location: parseUrl(`${url}`) } });
  }

  get status() { return this.#status; }
  get statusText() { return this.#statusText; }
  get ok() { return this.#status >= 200 && this.#status < 300; }
  get type() { return this.#type; }
  get url() { return this.#url; }
  get redirected() { return false; }
  clone() {
    const copy = new Response(null, {
      status: this.#status || 200, statusText: this.#statusText, headers: this.headers,
    });
    copy._copyBody(this);
    return Response._answer(copy, this.#url);
  }
  get [Symbol.toStringTag]() { return 'Response'; }
}

// ---- fetch --------------------------------------------------------------------

// What a line of the table becomes.
function toResponse(answer) {
  if (answer instanceof Response) return answer;
  if (answer === null || typeof answer !== 'object') return new Response(answer);
  const { status, statusText, headers, body, json, error } = answer;
  if (error !== undefined) throw failure(new Error(`${error}`));
  const init = { status, statusText, headers };
  return json === undefined ? new Response(body, init) : Response.json(json, init);
}

function failure(cause) {
  return new TypeError(isBrowser ? 'Failed to fetch' : 'fetch failed', { cause });
}

function shut({ method, url }) {
  return failure(new Error('the network is shut: there is no canned answer for ' +
    `${method} ${url}; give one with glassheap.fetchTable({...}) or --fetch-table FILE`));
}

function fetch(input, init) {
  return new Promise((resolve, reject) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const found = table.find(request);
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const finish = async () => {
      try {
        if (!found) throw shut(request);
        const response = toResponse(await found.answer);
        resolve(Response._answer(response, request.url));
      } catch (error) {
        reject(error);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    };
    const delay = Number(found?.answer?.delay) || 0;
    queueTask('fetch', delay, finish);
  });
}

module.exports = { fetch, Headers, Request, Response };
