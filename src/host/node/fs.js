// node:fs - files, synchronously; the functions with callbacks and promises do
// the same and answer in a later turn of the event loop.
'use strict';
const { process } = require('internal/binding');
const binding = require('internal/binding');
const errors = require('internal/errors');
const { decode } = require('internal/text');

const constants = {
  F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, COPYFILE_EXCL: 1,
  O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512,
  O_APPEND: 1024, S_IFMT: 0o170000, S_IFREG: 0o100000, S_IFDIR: 0o040000,
  S_IFLNK: 0o120000,
};
const ENOENT = 2;
const EBADF = 9;
const EEXIST = 17;
const ENOTDIR = 20;

// ---- Paths and answers --------------------------------------------------------

function pathOf(path, name = 'path') {
  if (typeof path === 'string') {
    if (path.includes('\0')) {
      throw errors.invalidValue(name, path,
        'must be a string, Uint8Array, or URL without null bytes');
    }
    return path;
  }
  if (path && typeof path === 'object') {
    if (path.href !== undefined && path.protocol !== undefined) {
      return require('url').fileURLToPath(path);
    }
    if (path instanceof Uint8Array) return require('buffer').Buffer.from(path).toString();
  }
  throw errors.invalidType(name, ['string', 'Buffer', 'URL'], path);
}

// Relative paths are seen from process.cwd(), as the program may have set it.
function absolute(path) {
  return path[0] === '/' ? path : `${process.cwd()}/${path}`;
}

function ask(question, syscall, path, data, isBytes) {
  const answer = binding.ask(question, absolute(path), data, isBytes);
  if (typeof answer === 'number') throw errors.fileError(answer, syscall, path);
  return answer;
}

function encodingOf(options, fallback) {
  const encoding = typeof options === 'string' ? options
    : options && typeof options === 'object' ? options.encoding : undefined;
  return encoding === undefined || encoding === null ? fallback : encoding;
}

function fromBytes(bytes, encoding) {
  if (encoding === undefined || encoding === null || encoding === 'buffer') {
    return require('buffer').Buffer.from(bytes, 'latin1');
  }
  const name = String(encoding).toLowerCase();
  if (name === 'utf8' || name === 'utf-8') return decode(bytes);
  if (name === 'latin1' || name === 'binary') return bytes;
  return require('buffer').Buffer.from(bytes, 'latin1').toString(encoding);
}

// What is written: [text, whether its units are bytes].
function toBytes(data, options) {
  if (typeof data === 'string') {
    const encoding = encodingOf(options, 'utf8');
    if (encoding === 'utf8' || encoding === 'utf-8') return [data, false];
    return [require('buffer').Buffer.from(data, encoding).toString('latin1'), true];
  }
  if (ArrayBuffer.isView(data)) {
    const { Buffer } = require('buffer');
    return [Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      .toString('latin1'), true];
  }
  throw errors.invalidType('data',
    ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

// ---- Status -------------------------------------------------------------------

class Stats {
  constructor(text) {
    const parts = text.split(' ');
    const numbers = parts.map(Number);
    this.dev = numbers[11];
    this.mode = numbers[6];
    this.nlink = numbers[7];
    this.uid = numbers[8];
    this.gid = numbers[9];
    this.rdev = 0;
    this.blksize = 4096;
    this.ino = numbers[10];
    this.size = numbers[1];
    this.blocks = Math.ceil(numbers[1] / 512);
    this.atimeMs = numbers[3] / 1e6;
    this.mtimeMs = numbers[2] / 1e6;
    this.ctimeMs = numbers[4] / 1e6;
    this.birthtimeMs = numbers[5] / 1e6;
    this.atime = new Date(this.atimeMs);
    this.mtime = new Date(this.mtimeMs);
    this.ctime = new Date(this.ctimeMs);
    this.birthtime = new Date(this.birthtimeMs);
  }

  isFile() { return (this.mode & constants.S_IFMT) === constants.S_IFREG; }
  isDirectory() { return (this.mode & constants.S_IFMT) === constants.S_IFDIR; }
  isSymbolicLink() {
    return (this.mode & constants.S_IFMT) === constants.S_IFLNK;
  }
  isBlockDevice() { return false; }
  isCharacterDevice() { return false; }
  isFIFO() { return false; }
  isSocket() { return false; }
}

class Dirent {
  #kind;
  constructor(name, kind, path) {
    this.name = name;
    this.parentPath = path;
    this.path = path;
    this.#kind = kind;
  }

  isFile() { return this.#kind === 'f'; }
  isDirectory() { return this.#kind === 'd'; }
  isSymbolicLink() { return this.#kind === 'l'; }
  isBlockDevice() { return false; }
  isCharacterDevice() { return false; }
  isFIFO() { return false; }
  isSocket() { return false; }
}

function status(question, syscall, path, options) {
  const name = pathOf(path);
  const answer = binding.ask(question, absolute(name));
  if (typeof answer !== 'number') return new Stats(answer);
  if (options && options.throwIfNoEntry === false &&
      (answer === ENOENT || answer === ENOTDIR)) return undefined;
  throw errors.fileError(answer, syscall, name);
}

const statSync = (path, options) => status('stat', 'stat', path, options);
const lstatSync = (path, options) => status('lstat', 'lstat', path, options);

function existsSync(path) {
  try {
    return typeof binding.ask('stat', absolute(pathOf(path))) !== 'number';
  } catch {
    return false;
  }
}

function accessSync(path, mode = constants.F_OK) {
  ask('access', 'access', pathOf(path), String(mode));
}

function realpathSync(path, options) {
  return fromBytes(ask('real', 'realpath', pathOf(path)),
    encodingOf(options, 'utf8'));
}
realpathSync.native = realpathSync;

function readlinkSync(path, options) {
  return fromBytes(ask('link', 'readlink', pathOf(path)),
    encodingOf(options, 'utf8'));
}

// ---- Reading ------------------------------------------------------------------

function readFileSync(path, options) {
  const encoding = encodingOf(options);
  if (path === '/dev/stdin') path = 0;
  if (typeof path === 'number') return fromBytes(readAll(path), encoding);
  return fromBytes(ask('read', 'open', pathOf(path)), encoding);
}

function list(path, prefix, options, out) {
  const answer = ask('list', 'scandir', path);
  for (const entry of decode(answer).split('\0')) {
    if (entry === '') continue;
    const name = entry.slice(1);
    out.push(options.withFileTypes ? new Dirent(name, entry[0], path)
                                   : prefix + name);
    if (options.recursive && entry[0] === 'd') {
      list(`${path}/${name}`, `${prefix}${name}/`, options, out);
    }
  }
  return out;
}

function readdirSync(path, options) {
  return list(pathOf(path), '', options && typeof options === 'object'
    ? options : {}, []);
}

function opendirSync(path) {
  const entries = readdirSync(path, { withFileTypes: true });
  let at = 0;
  return {
    path,
    readSync: () => entries[at++] ?? null,
    closeSync() {},
    async read() { return entries[at++] ?? null; },
    async close() {},
    async* [Symbol.asyncIterator]() { yield* entries; },
  };
}

// ---- Changing -----------------------------------------------------------------

function writeFileSync(path, data, options) {
  const [text, isBytes] = toBytes(data, options);
  if (typeof path === 'number') {
    writeText(path, text, isBytes);
    return;
  }
  const flag = options && typeof options === 'object' ? options.flag : undefined;
  if (flag !== undefined && String(flag).includes('x') && existsSync(path)) {
    throw errors.fileError(EEXIST, 'open', pathOf(path));
  }
  const appends = flag !== undefined && String(flag).startsWith('a');
  ask(appends ? 'append' : 'write', 'open', pathOf(path), text, isBytes);
}

function appendFileSync(path, data, options) {
  writeFileSync(path, data, { ...(typeof options === 'string'
    ? { encoding: options } : options), flag: 'a' });
}

function copyFileSync(from, to, mode = 0) {
  if (mode & constants.COPYFILE_EXCL && existsSync(to)) {
    throw errors.fileError(EEXIST, 'copyfile', pathOf(from), pathOf(to));
  }
  const bytes = ask('read', 'copyfile', pathOf(from));
  ask('write', 'copyfile', pathOf(to), bytes, true);
}

function mkdirSync(path, options) {
  const name = pathOf(path);
  if (!(options && options.recursive)) {
    ask('make', 'mkdir', name);
    return undefined;
  }
  return makeAll(require('path').resolve(name));
}

// With those above it that are missing; gives the first that was made.
function makeAll(path) {
  const answer = binding.ask('make', path);
  if (typeof answer !== 'number') return path;
  const above = require('path').dirname(path);
  if (answer === ENOENT && above !== path) {
    const first = makeAll(above);
    ask('make', 'mkdir', path);
    return first ?? path;
  }
  if (answer !== EEXIST || isNoDirectory(path)) {
    throw errors.fileError(answer, 'mkdir', path);
  }
  return undefined;
}

// Who may not read cannot know.
function isNoDirectory(path) {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const unlinkSync = (path) => { ask('remove', 'unlink', pathOf(path)); };

function rmdirSync(path, options) {
  if (options && options.recursive) rmSync(path, options);
  else ask('remove', 'rmdir', pathOf(path));
}

function rmSync(path, options = {}) {
  const name = pathOf(path);
  const found = lstatSync(name, { throwIfNoEntry: false });
  if (!found) {
    if (options.force) return;
    throw errors.fileError(ENOENT, 'rm', name);
  }
  if (found.isDirectory()) {
    if (!options.recursive) {
      throw errors.coded(Error, 'ERR_FS_EISDIR',
        `Path is a directory: rm returned EISDIR (is a directory) ${name}`);
    }
    for (const entry of readdirSync(name)) rmSync(`${name}/${entry}`, options);
  }
  ask('remove', found.isDirectory() ? 'rmdir' : 'unlink', name);
}

function renameSync(from, to) {
  const answer = binding.ask('rename', absolute(pathOf(from)),
    absolute(pathOf(to)));
  if (typeof answer === 'number') {
    throw errors.fileError(answer, 'rename', pathOf(from), pathOf(to));
  }
}

function mkdtempSync(prefix) {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  let name = prefix;
  for (let i = 0; i < 6; i++) {
    name += letters[Math.floor(Math.random() * letters.length)];
  }
  mkdirSync(name);
  return name;
}

// ---- Descriptors: whole files in memory ---------------------------------------

const files = [null, null, null]; // by descriptor: {path, bytes, at, changed}

function fileOf(fd, syscall) {
  const file = files[fd];
  if (!file) throw errors.fileError(EBADF, syscall);
  return file;
}

function openSync(path, flags = 'r') {
  const name = pathOf(path);
  const writes = String(flags) !== 'r' && flags !== 0;
  const keeps = !writes || String(flags).startsWith('a') || flags === 'r+';
  if (String(flags).includes('x') && existsSync(name)) {
    throw errors.fileError(EEXIST, 'open', name);
  }
  let bytes = '';
  if (keeps && (existsSync(name) || !String(flags).startsWith('a'))) {
    bytes = ask('read', 'open', name);
  }
  if (writes && !keeps) ask('write', 'open', name, '');
  const at = String(flags).startsWith('a') ? bytes.length : 0;
  return files.push({ path: name, bytes, at, writes, changed: false }) - 1;
}

function closeSync(fd) {
  const file = fileOf(fd, 'close');
  if (file.changed) ask('write', 'close', file.path, file.bytes, true);
  files[fd] = undefined;
}

function readAll(fd) {
  if (fd === 0) return require('internal/input').takeAll();
  return fileOf(fd, 'read').bytes;
}

function readSync(fd, buffer, offset = 0, length, position = null) {
  if (offset !== null && typeof offset === 'object') {
    ({ offset = 0, length, position = null } = offset);
  }
  const most = length ?? buffer.byteLength - offset;
  const file = fd === 0 ? null : fileOf(fd, 'read');
  const start = !file ? 0
    : position === null || position < 0 ? file.at : Number(position);
  const piece = file ? file.bytes.slice(start, start + most)
    : require('internal/input').take(most);
  for (let i = 0; i < piece.length; i++) buffer[offset + i] = piece.charCodeAt(i);
  if (file && (position === null || position < 0)) file.at = start + piece.length;
  return piece.length;
}

function writeText(fd, text, isBytes) {
  if (fd === 1 || fd === 2) {
    binding.write(fd === 2, isBytes ? decode(text) : text);
    return text.length;
  }
  const file = fileOf(fd, 'write');
  const bytes = isBytes ? text
    : require('buffer').Buffer.from(text).toString('latin1');
  file.bytes = file.bytes.slice(0, file.at) + bytes +
    file.bytes.slice(file.at + bytes.length);
  file.at += bytes.length;
  file.changed = true;
  return bytes.length;
}

function writeSync(fd, data, offset, length) {
  if (typeof data === 'string') return writeText(fd, data, false);
  const { Buffer } = require('buffer');
  const start = typeof offset === 'number' ? offset : 0;
  const end = typeof length === 'number' ? start + length : data.byteLength;
  return writeText(fd, Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    .subarray(start, end).toString('latin1'), true);
}

function fstatSync(fd) {
  return statSync(fileOf(fd, 'fstat').path);
}

const sync = {
  accessSync, appendFileSync, closeSync, copyFileSync, existsSync, fstatSync,
  lstatSync, mkdirSync, mkdtempSync, openSync, opendirSync, readFileSync,
  readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync,
  rmdirSync, statSync, unlinkSync, writeFileSync, writeSync,
};

// ---- The same, later ------------------------------------------------------------

// The system takes some turns of the event loop to answer: longer than what the
// program has queued for the next. Whole files take four questions (open, stat,
// read, close), as in Node.
const ANSWER_TURNS = 3;
const TURNS = { readFile: 6, writeFile: 5, appendFile: 5 };
const later = (answer, name) => binding.queueFile(TURNS[name] ?? ANSWER_TURNS, answer);

const promises = { constants };
const callbacks = {};
for (const name of Object.keys(sync)) {
  const short = name.slice(0, -4);
  const now = sync[name];
  callbacks[short] = function (...args) {
    const callback = args.pop();
    errors.checkFunction('cb', callback);
    later(() => {
      let result;
      try {
        result = now(...args);
      } catch (error) {
        callback(error);
        return;
      }
      if (short === 'exists') callback(result);
      else callback(null, result);
    }, short);
  };
  Object.defineProperty(callbacks[short], 'name', { value: short });
  if (short === 'exists' || short.endsWith('Sync')) continue;
  promises[short] = (...args) => new Promise((resolve, reject) => {
    later(() => {
      try {
        resolve(now(...args));
      } catch (error) {
        reject(error);
      }
    }, short);
  });
}
callbacks.realpath.native = callbacks.realpath;

// ---- Streams, on whole files ----------------------------------------------------

function createReadStream(path, options) {
  const { Readable } = require('stream');
  const stream = new Readable({ read() {}, encoding: encodingOf(options) });
  stream.path = path;
  later(() => {
    try {
      stream.push(readFileSync(path));
      stream.push(null);
    } catch (error) {
      stream.destroy(error);
    }
  });
  return stream;
}

function createWriteStream(path, options) {
  const { Writable } = require('stream');
  const fd = openSync(path, (options && options.flags) || 'w');
  const stream = new Writable({
    write(chunk, encoding, callback) {
      writeSync(fd, chunk);
      callback();
    },
    final(callback) {
      closeSync(fd);
      callback();
    },
  });
  stream.path = path;
  return stream;
}

const watcher = () => {
  throw errors.coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    'The feature watch is unavailable on the current platform');
};

module.exports = {
  ...sync, ...callbacks, promises, constants, Stats, Dirent, createReadStream,
  createWriteStream, watch: watcher, watchFile: watcher, unwatchFile() {},
  F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1,
};
