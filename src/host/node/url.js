// node:url - URL and URLSearchParams of the URL Standard, for the schemes that
// programs use, and the older parser.
'use strict';
const { process } = require('internal/binding');
const errors = require('internal/errors');
const { encodeUtf8 } = require('internal/encoding');
const { decode: decodeUtf8 } = require('internal/text');

const PORTS = { 'http:': '80', 'https:': '443', 'ftp:': '21', 'ws:': '80',
  'wss:': '443', 'file:': '' };
const isSpecial = (protocol) => protocol in PORTS;

// ---- Percent-encoding --------------------------------------------------------------

const CONTROL = (code) => code <= 0x1F || code > 0x7E;
const among = (set) => (code) => CONTROL(code) ||
  set.includes(String.fromCharCode(code));
const FRAGMENT = among(' "<>`');
const QUERY = among(' "#<>');
const SPECIAL_QUERY = among(' "#<>\'');
const PATH = among(' "#<>?^`{}');
const USERINFO = among(' "#<>?^`{}/:;=@[\\]|');

function percent(text, mustEncode) {
  let out = '';
  const bytes = encodeUtf8(text);
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i);
    out += mustEncode(code)
      ? `%${(code < 16 ? '0' : '') + code.toString(16).toUpperCase()}` : bytes[i];
  }
  return out;
}

function unpercent(text) {
  if (!text.includes('%')) return text;
  let bytes = '';
  const raw = encodeUtf8(text);
  for (let i = 0; i < raw.length; i++) {
    const pair = raw.slice(i + 1, i + 3);
    if (raw[i] === '%' && pair.length === 2 && isHex(pair[0]) && isHex(pair[1])) {
      bytes += String.fromCharCode(Number.parseInt(pair, 16));
      i += 2;
    } else {
      bytes += raw[i];
    }
  }
  return decodeUtf8(bytes);
}

function isHex(unit) {
  return (unit >= '0' && unit <= '9') || (unit >= 'a' && unit <= 'f') ||
    (unit >= 'A' && unit <= 'F');
}

// ---- Parsing -------------------------------------------------------------------------

const isLetter = (unit) => (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
const isDigit = (unit) => unit >= '0' && unit <= '9';

// The length of "scheme:" at the beginning, or 0.
function schemeLength(text) {
  if (!text || !isLetter(text[0])) return 0;
  for (let i = 1; i < text.length; i++) {
    if (text[i] === ':') return i + 1;
    if (!isLetter(text[i]) && !isDigit(text[i]) && !'+-.'.includes(text[i])) return 0;
  }
  return 0;
}

function trim(input) {
  let start = 0;
  let end = input.length;
  while (start < end && input.charCodeAt(start) <= 0x20) start++;
  while (end > start && input.charCodeAt(end - 1) <= 0x20) end--;
  let text = '';
  for (const unit of input.slice(start, end)) {
    if (unit !== '\t' && unit !== '\n' && unit !== '\r') text += unit;
  }
  return text;
}

function takeFrom(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function parseNumber4(part) {
  if (part === '') return NaN;
  if (/^0[xX]/.test(part)) {
    return part.length === 2 ? 0 : /^0[xX][0-9a-fA-F]+$/.test(part) ? Number(part) : NaN;
  }
  if (part.length > 1 && part[0] === '0') {
    return /^[0-7]+$/.test(part) ? Number.parseInt(part, 8) : NaN;
  }
  return /^[0-9]+$/.test(part) ? Number(part) : NaN;
}

// A host that ends in a number is an address; null: not valid.
function parseAddress(host) {
  const parts = host.split('.');
  if (parts[parts.length - 1] === '' && parts.length > 1) parts.pop();
  const last = parts[parts.length - 1];
  if (!/^[0-9]+$/.test(last) && !/^0[xX][0-9a-fA-F]*$/.test(last)) return host;
  if (parts.length > 4) return null;
  const numbers = parts.map(parseNumber4);
  if (numbers.some((n) => n !== n)) return null;
  for (let i = 0; i < numbers.length - 1; i++) if (numbers[i] > 255) return null;
  let address = numbers[numbers.length - 1];
  if (address >= 256 ** (5 - numbers.length)) return null;
  for (let i = 0; i < numbers.length - 1; i++) address += numbers[i] * 256 ** (3 - i);
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

function parseAddress6(text) {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const pieces = (half) => {
    if (half === '') return [];
    const out = [];
    for (const part of half.split(':')) {
      if (part.includes('.')) {
        const four = part.split('.').map(Number);
        if (four.length !== 4 || four.some((n) => !(n >= 0 && n <= 255))) return null;
        out.push(four[0] * 256 + four[1], four[2] * 256 + four[3]);
      } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
        out.push(Number.parseInt(part, 16));
      } else {
        return null;
      }
    }
    return out;
  };
  const left = pieces(halves[0]);
  const right = halves.length > 1 ? pieces(halves[1]) : [];
  if (!left || !right) return null;
  const missing = 8 - left.length - right.length;
  if (halves.length > 1 ? missing < 1 : missing !== 0) return null;
  const all = [...left, ...Array(halves.length > 1 ? missing : 0).fill(0), ...right];
  // the longest run of zeros is left out
  let best = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && all[i + length] === 0) length++;
    if (length > bestLength) [best, bestLength] = [i, length];
  }
  const hex = (list) => list.map((n) => n.toString(16)).join(':');
  if (best < 0) return hex(all);
  return `${hex(all.slice(0, best))}::${hex(all.slice(best + bestLength))}`;
}

function parseHost(text, special) {
  if (text.startsWith('[')) {
    if (!text.endsWith(']')) return null;
    const address = parseAddress6(text.slice(1, -1));
    return address === null ? null : `[${address}]`;
  }
  if (!special) return /[\0\t\n\r #/<>?@[\\\]^|]/.test(text) ? null : percent(text, CONTROL);
  const host = unpercent(text).toLowerCase();
  if (host === '' || /[\0-\x20#%/:<>?@[\\\]^|\x7F]/.test(host)) return null;
  const ascii = /[^\0-\x7F]/.test(host) ? toAscii(host) : host;
  return parseAddress(ascii);
}

// Punycode (RFC 3492), label by label.
function toAscii(host) {
  return host.normalize('NFKC').toLowerCase().split('.').map((label) =>
    (/[^\0-\x7F]/.test(label) ? `xn--${require('punycode').encode(label)}` : label))
    .join('.');
}

function isDriveLetter(segment) {
  return segment.length === 2 && isLetter(segment[0]) && (segment[1] === ':' || segment[1] === '|');
}

// The segments of a path behind those of a base.
function parsePath(text, record, base) {
  const special = isSpecial(record.protocol);
  const segments = base.slice();
  const parts = special ? text.replace(/\\/g, '/').split('/') : text.split('/');
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    const plain = part.replace(/%2e/gi, '.');
    if (plain === '..') {
      if (!(record.protocol === 'file:' && segments.length === 1 &&
            isDriveLetter(segments[0]))) segments.pop();
      if (isLast) segments.push('');
    } else if (plain === '.') {
      if (isLast) segments.push('');
    } else {
      let segment = percent(part, PATH);
      if (record.protocol === 'file:' && segments.length === 0 &&
          isDriveLetter(segment)) segment = `${segment[0]}:`;
      segments.push(segment);
    }
  });
  return segments;
}

function parseAuthority(text, record) {
  const special = isSpecial(record.protocol);
  const at = text.lastIndexOf('@');
  let host = text;
  if (at >= 0) {
    const [name, password] = takeFrom(text.slice(0, at), ':');
    record.username = percent(name, USERINFO);
    record.password = password === null ? '' : percent(password, USERINFO);
    host = text.slice(at + 1);
    if (host === '') return false;
  }
  const port = /:([0-9]*)$/.exec(host);
  if (port && !host.endsWith(']')) {
    host = host.slice(0, -port[0].length);
    if (Number(port[1]) > 65535) return false;
    record.port = port[1] === '' || PORTS[record.protocol] === String(Number(port[1]))
      ? '' : String(Number(port[1]));
  } else if (/:[^\]]*$/.test(host) && !host.startsWith('[')) {
    return false;
  }
  if (host === '' && special) return false;
  record.host = host === '' ? '' : parseHost(host, special);
  return record.host !== null;
}

// A URL as its parts; null when it is none.
function parseUrl(input, base) {
  let [rest, fragment] = takeFrom(trim(input), '#');
  const record = {
    protocol: '', username: '', password: '', host: null, port: '', path: [],
    opaque: null, query: null,
    fragment: fragment === null ? null : percent(fragment, FRAGMENT),
  };
  const length = schemeLength(rest);
  const scheme = rest.slice(0, length).toLowerCase();
  const isRelativeScheme = base && scheme === base.protocol && isSpecial(scheme) &&
    !/^[/\\]/.test(rest.slice(length));
  if (length && !isRelativeScheme) {
    record.protocol = scheme;
    rest = rest.slice(length);
    let query;
    [rest, query] = takeFrom(rest, '?');
    record.query = query === null ? null
      : percent(query, isSpecial(scheme) ? SPECIAL_QUERY : QUERY);
    return parseAfterScheme(rest, record);
  }
  if (isRelativeScheme) rest = rest.slice(length);
  return base ? parseRelative(rest, record, base) : null;
}

function parseAfterScheme(rest, record) {
  const special = isSpecial(record.protocol);
  const text = special ? rest.replace(/\\/g, '/') : rest;
  if (record.protocol === 'file:') {
    record.host = '';
    let path = text;
    if (text.startsWith('//')) {
      const end = (`${text}/`).indexOf('/', 2);
      const host = text.slice(2, end);
      if (!isDriveLetter(host)) {
        record.host = host === '' ? '' : parseHost(host, true);
        if (record.host === null) return null;
        if (record.host === 'localhost') record.host = '';
        path = text.slice(end);
      } else {
        path = text.slice(1);
      }
    }
    record.path = parsePath(path.replace(/^\//, ''), record, []);
    return record;
  }
  if (special || text.startsWith('//')) {
    const body = special ? text.replace(/^\/*/, '') : text.slice(2);
    const end = body.indexOf('/');
    const authority = end < 0 ? body : body.slice(0, end);
    if (!parseAuthority(authority, record)) return null;
    const path = end < 0 ? null : body.slice(end + 1);
    record.path = path === null ? (special ? [''] : []) : parsePath(path, record, []);
    return record;
  }
  if (text.startsWith('/')) {
    record.path = parsePath(text.slice(1), record, []);
    return record;
  }
  record.opaque = percent(text, CONTROL);
  return record;
}

function parseRelative(rest, record, base) {
  record.protocol = base.protocol;
  let [path, query] = takeFrom(rest, '?');
  if (base.opaque !== null) {
    if (path !== '' || query !== null || record.fragment === null) return null;
    record.opaque = base.opaque;
    record.query = base.query;
    return record;
  }
  const special = isSpecial(record.protocol);
  record.query = query === null ? null : percent(query, special ? SPECIAL_QUERY : QUERY);
  if (special) path = path.replace(/\\/g, '/');
  if (path.startsWith('//')) return parseAfterScheme(path, record);
  for (const part of ['username', 'password', 'host', 'port']) record[part] = base[part];
  if (path === '') {
    record.path = base.path.slice();
    if (query === null) record.query = base.query;
  } else if (path.startsWith('/')) {
    record.path = parsePath(path.slice(1), record, []);
  } else {
    record.path = parsePath(path, record, base.path.slice(0, -1));
  }
  return record;
}

const pathText = (record) => (record.opaque !== null ? record.opaque
  : record.path.map((segment) => `/${segment}`).join(''));

function serialize(record, withFragment = true) {
  let text = record.protocol;
  if (record.host !== null) {
    text += '//';
    if (record.username || record.password) {
      text += record.username + (record.password ? `:${record.password}` : '') + '@';
    }
    text += record.host + (record.port ? `:${record.port}` : '');
  } else if (record.opaque === null && record.path.length > 1 && record.path[0] === '') {
    text += '/.';
  }
  text += pathText(record);
  if (record.query !== null) text += `?${record.query}`;
  if (withFragment && record.fragment !== null) text += `#${record.fragment}`;
  return text;
}

// ---- URLSearchParams -----------------------------------------------------------------

const isForm = (code) => !((code >= 0x30 && code <= 0x39) ||
  (code >= 0x41 && code <= 0x5A) || (code >= 0x61 && code <= 0x7A) ||
  '*-._'.includes(String.fromCharCode(code)));

const encodeForm = (text) => percent(text, (code) => code !== 0x20 && isForm(code))
  .replace(/ /g, '+');
const decodeForm = (text) => unpercent(text.replace(/\+/g, ' '));

class URLSearchParams {
  #list = [];
  #url = null;

  constructor(init) {
    if (init === undefined || init === null) return;
    if (typeof init === 'object' || typeof init === 'function') {
      const iterate = init[Symbol.iterator];
      if (typeof iterate === 'function') {
        for (const pair of init) {
          const [name, value] = pair;
          this.#list.push([`${name}`, `${value}`]);
        }
      } else {
        for (const key of Reflect.ownKeys(init)) this.#list.push([`${key}`, `${init[key]}`]);
      }
      return;
    }
    this.#read(`${init}`.replace(/^\?/, ''));
  }

  #read(text) {
    this.#list = text.split('&').filter((part) => part !== '').map((part) => {
      const [name, value] = takeFrom(part, '=');
      return [decodeForm(name), value === null ? '' : decodeForm(value)];
    });
  }

  #changed() {
    if (this.#url) this.#url(this.toString());
  }

  // For URL alone.
  static _of(text, onChange) {
    const params = new URLSearchParams(text);
    params.#url = onChange;
    return params;
  }

  static _reset(params, text) { params.#read(text); }

  get size() { return this.#list.length; }
  append(name, value) {
    this.#list.push([`${name}`, `${value}`]);
    this.#changed();
  }
  delete(name, value) {
    this.#list = this.#list.filter(([key, own]) =>
      key !== `${name}` || (value !== undefined && own !== `${value}`));
    this.#changed();
  }
  get(name) {
    const pair = this.#list.find(([key]) => key === `${name}`);
    return pair ? pair[1] : null;
  }
  getAll(name) {
    return this.#list.filter(([key]) => key === `${name}`).map(([, value]) => value);
  }
  has(name, value) {
    return this.#list.some(([key, own]) =>
      key === `${name}` && (value === undefined || own === `${value}`));
  }
  set(name, value) {
    const first = this.#list.find(([key]) => key === `${name}`);
    if (first) {
      first[1] = `${value}`;
      this.#list = this.#list.filter((pair) => pair === first || pair[0] !== `${name}`);
    } else {
      this.#list.push([`${name}`, `${value}`]);
    }
    this.#changed();
  }
  sort() {
    this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed();
  }
  forEach(callback, receiver) {
    errors.checkFunction('callback', callback);
    for (const [name, value] of this.#list) callback.call(receiver, value, name, this);
  }
  * entries() { for (const [name, value] of this.#list) yield [name, value]; }
  * keys() { for (const [name] of this.#list) yield name; }
  * values() { for (const [, value] of this.#list) yield value; }
  [Symbol.iterator]() { return this.entries(); }
  get [Symbol.toStringTag]() { return 'URLSearchParams'; }
  toString() {
    return this.#list.map(([name, value]) =>
      `${encodeForm(name)}=${encodeForm(value)}`).join('&');
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const parts = this.#list.map(([name, value]) => `${inspect(name)} => ${inspect(value)}`);
    return parts.length ? `URLSearchParams { ${parts.join(', ')} }` : 'URLSearchParams {}';
  }
}

// ---- URL --------------------------------------------------------------------------------

function invalidUrl(input, base) {
  const error = errors.coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

class URL {
  #record;
  #params;

  constructor(input, base) {
    let from;
    if (base !== undefined) {
      from = parseUrl(`${base}`);
      if (!from) throw invalidUrl(`${input}`, `${base}`);
    }
    this.#record = parseUrl(`${input}`, from);
    if (!this.#record) throw invalidUrl(`${input}`, base === undefined ? base : `${base}`);
  }

  static canParse(input, base) {
    const from = base === undefined ? undefined : parseUrl(`${base}`);
    return from !== null && parseUrl(`${input}`, from) !== null;
  }

  static parse(input, base) {
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }

  static createObjectURL() {
    throw errors.coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      'There are no object URLs');
  }

  get href() { return serialize(this.#record); }
  set href(value) {
    const record = parseUrl(`${value}`);
    if (!record) throw invalidUrl(`${value}`);
    this.#record = record;
    if (this.#params) URLSearchParams._reset(this.#params, record.query ?? '');
  }
  get origin() {
    const { protocol, host } = this.#record;
    if (protocol === 'file:' || !isSpecial(protocol)) return 'null';
    return `${protocol}//${host}${this.#record.port ? `:${this.#record.port}` : ''}`;
  }
  get protocol() { return this.#record.protocol; }
  set protocol(value) {
    const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*/.exec(`${value}`);
    const protocol = scheme && `${scheme[0].toLowerCase()}:`;
    if (protocol && isSpecial(protocol) === isSpecial(this.#record.protocol)) {
      this.#record.protocol = protocol;
      if (this.#record.port === PORTS[protocol]) this.#record.port = '';
    }
  }
  get username() { return this.#record.username; }
  set username(value) { this.#record.username = percent(`${value}`, USERINFO); }
  get password() { return this.#record.password; }
  set password(value) { this.#record.password = percent(`${value}`, USERINFO); }
  get host() {
    return (this.#record.host ?? '') + (this.#record.port ? `:${this.#record.port}` : '');
  }
  set host(value) {
    const record = { ...this.#record, port: '' };
    if (this.#record.opaque === null && parseAuthority(`${value}`, record)) {
      this.#record.host = record.host;
      if (`${value}`.includes(':')) this.#record.port = record.port;
    }
  }
  get hostname() { return this.#record.host ?? ''; }
  set hostname(value) {
    const host = parseHost(`${value}`, isSpecial(this.#record.protocol));
    if (host !== null && this.#record.opaque === null) this.#record.host = host;
  }
  get port() { return this.#record.port; }
  set port(value) {
    const digits = /^[0-9]*/.exec(`${value}`)[0];
    if (Number(digits) > 65535) return;
    this.#record.port = digits === '' || PORTS[this.#record.protocol] === digits
      ? '' : String(Number(digits));
  }
  get pathname() { return pathText(this.#record); }
  set pathname(value) {
    if (this.#record.opaque !== null) return;
    this.#record.path = parsePath(`${value}`.replace(/^[/\\]/, ''), this.#record, []);
  }
  get search() { return this.#record.query ? `?${this.#record.query}` : ''; }
  set search(value) {
    const text = `${value}`.replace(/^\?/, '');
    this.#record.query = `${value}` === '' ? null
      : percent(text, isSpecial(this.#record.protocol) ? SPECIAL_QUERY : QUERY);
    if (this.#params) URLSearchParams._reset(this.#params, text);
  }
  get searchParams() {
    this.#params ??= URLSearchParams._of(this.#record.query ?? '', (text) => {
      this.#record.query = text === '' ? null : text;
    });
    return this.#params;
  }
  get hash() { return this.#record.fragment ? `#${this.#record.fragment}` : ''; }
  set hash(value) {
    this.#record.fragment = `${value}` === '' ? null
      : percent(`${value}`.replace(/^#/, ''), FRAGMENT);
  }
  toString() { return this.href; }
  toJSON() { return this.href; }
  get [Symbol.toStringTag]() { return 'URL'; }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const shown = {};
    for (const name of ['href', 'origin', 'protocol', 'username', 'password', 'host',
      'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) {
      shown[name] = this[name];
    }
    return `URL ${inspect(shown, options)}`;
  }
}

// ---- Files ------------------------------------------------------------------------------

function fileURLToPath(path) {
  const url = typeof path === 'string' ? new URL(path) : path;
  if (!url || url.href === undefined) {
    throw errors.invalidType('path', ['string', 'URL'], path);
  }
  if (url.protocol !== 'file:') {
    throw errors.coded(TypeError, 'ERR_INVALID_URL_SCHEME',
      'The URL must be of scheme file');
  }
  if (url.hostname !== '') {
    throw errors.coded(TypeError, 'ERR_INVALID_FILE_URL_HOST',
      `File URL host must be "localhost" or empty on ${process.platform}`);
  }
  if (/%2f/i.test(url.pathname)) {
    throw errors.coded(TypeError, 'ERR_INVALID_FILE_URL_PATH',
      'File URL path must not include encoded / characters');
  }
  return unpercent(url.pathname);
}

function pathToFileURL(path) {
  const resolved = require('path').resolve(path) +
    (path.endsWith('/') && path !== '/' ? '/' : '');
  const url = new URL('file://');
  url.pathname = resolved.replace(/%/g, '%25').replace(/\\/g, '%5C')
    .replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/\t/g, '%09');
  return url;
}

// ---- The older parser ---------------------------------------------------------------------

class Url {
  constructor() {
    for (const name of ['protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash',
      'search', 'query', 'pathname', 'path', 'href']) this[name] = null;
  }
}

function parse(text, parseQuery, slashesDenoteHost) {
  const url = new Url();
  const found = /^([a-zA-Z][a-zA-Z0-9+.-]*:)?(\/\/)?([^/?#]*)?([^?#]*)?(\?[^#]*)?(#.*)?$/s
    .exec(text.trim());
  let [, protocol, slashes, authority, pathname, search, hash] = found;
  if (!slashes || !(protocol || slashesDenoteHost)) {
    pathname = `${slashes ?? ''}${authority ?? ''}${pathname ?? ''}`;
    authority = undefined;
    slashes = undefined;
  }
  url.protocol = protocol ? protocol.toLowerCase() : null;
  if (slashes) url.slashes = true;
  if (authority !== undefined) {
    const at = authority.lastIndexOf('@');
    if (at >= 0) url.auth = unpercent(authority.slice(0, at));
    url.host = authority.slice(at + 1).toLowerCase();
    const port = /:([0-9]+)$/.exec(url.host);
    url.port = port ? port[1] : null;
    url.hostname = port ? url.host.slice(0, -port[0].length) : url.host;
  }
  url.hash = hash ?? null;
  url.search = search ?? (parseQuery ? '' : null);
  const query = search ? search.slice(1) : null;
  url.query = parseQuery ? require('querystring').parse(query ?? '') : query;
  url.pathname = pathname || (url.host !== null && isSpecial(url.protocol) ? '/' : null);
  url.path = url.pathname !== null || search
    ? `${url.pathname ?? ''}${search ?? ''}` : null;
  url.href = format(url);
  return url;
}

function format(url) {
  if (typeof url === 'string') return parse(url).href;
  if (url instanceof URL) return url.href;
  let protocol = url.protocol || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  let host = '';
  const auth = url.auth ? `${percent(url.auth, USERINFO).replace(/%3A/i, ':')}@` : '';
  if (url.host) host = auth + url.host;
  else if (url.hostname) host = `${auth}${url.hostname}${url.port ? `:${url.port}` : ''}`;
  let pathname = url.pathname || '';
  if (url.slashes || ((!protocol || isSpecial(protocol)) && host)) {
    host = `//${host}`;
    if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
  }
  let search = url.search || '';
  if (!search && url.query && typeof url.query === 'object') {
    const text = require('querystring').stringify(url.query);
    if (text) search = `?${text}`;
  }
  if (search && search[0] !== '?') search = `?${search}`;
  let hash = url.hash || '';
  if (hash && hash[0] !== '#') hash = `#${hash}`;
  return protocol + host + pathname + search + hash;
}

function resolve(from, to) {
  const base = new URL(to, new URL(from, 'resolve://'));
  if (base.protocol === 'resolve:') return base.pathname + base.search + base.hash;
  return base.toString();
}

module.exports = {
  URL, URLSearchParams, Url, parse, format, resolve, fileURLToPath, pathToFileURL,
  resolveObject: (from, to) => parse(resolve(from, to)),
  domainToASCII: (domain) => toAscii(domain), domainToUnicode: (domain) => domain,
  urlToHttpOptions: (url) => ({
    protocol: url.protocol, hostname: url.hostname, hash: url.hash,
    search: url.search, pathname: url.pathname, path: url.pathname + url.search,
    href: url.href, port: url.port === '' ? undefined : Number(url.port),
  }),
};
