// The rest of `process`: what needs more than the engine itself.
'use strict';
const binding = require('internal/binding');
const errors = require('internal/errors');
const EventEmitter = require('events');

const { process } = binding;
const VERSION = 'v22.0.0';

function hidden(name, value) {
  Object.defineProperty(process, name, {
    value, writable: true, enumerable: true, configurable: true,
  });
}

const prototype = Object.create(EventEmitter.prototype, {
  constructor: {
    value: { process() {} }.process, writable: true, configurable: true,
  },
});
for (const name of ['on', 'once', 'off', 'emit', 'listeners', 'addListener',
                    'removeListener', 'listenerCount']) {
  delete process[name];
}
Object.setPrototypeOf(process, prototype);
EventEmitter.call(process);

// ---- Facts --------------------------------------------------------------------

hidden('version', VERSION);
hidden('versions', { node: VERSION.slice(1), glassheap: binding.version, modules: '127' });
hidden('release', { name: 'node' });
hidden('platform', 'linux');
hidden('arch', 'x64');
hidden('pid', 1);
hidden('ppid', 0);
hidden('title', 'glassheap');
hidden('execPath', '/usr/bin/glassheap');
hidden('execArgv', []);
hidden('argv0', 'glassheap');
hidden('features', {});
hidden('config', { variables: {}, target_defaults: {} });

function readEnvironment() {
  const env = {};
  const lines = require('internal/text').decode(binding.environment());
  for (const line of lines.split('\0')) {
    const equals = line.indexOf('=', 1);
    if (equals > 0) env[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return env;
}

let environment;
Object.defineProperty(process, 'env', {
  get() { return environment ??= readEnvironment(); },
  set(value) { environment = value; },
  enumerable: true, configurable: true,
});

let directory;
hidden('cwd', function cwd() {
  if (directory === undefined) {
    const answer = binding.ask('directory', '');
    directory = typeof answer === 'number'
      ? '/' : require('internal/text').decode(answer);
  }
  return directory;
});
hidden('chdir', function chdir(path) {
  directory = require('path').resolve(process.cwd(), path);
});
hidden('umask', () => 0o22);
hidden('getuid', () => 0);
hidden('geteuid', () => 0);
hidden('getgid', () => 0);
hidden('getegid', () => 0);

// ---- Time ---------------------------------------------------------------------

function hrtime(previous) {
  const now = binding.now();
  let seconds = Math.floor(now / 1e9);
  let nanoseconds = now - seconds * 1e9;
  if (previous !== undefined) {
    seconds -= previous[0];
    nanoseconds -= previous[1];
    if (nanoseconds < 0) {
      seconds--;
      nanoseconds += 1e9;
    }
  }
  return [seconds, nanoseconds];
}
hrtime.bigint = function bigint() {
  return BigInt(binding.now());
};
hidden('hrtime', hrtime);
hidden('uptime', () => binding.now() / 1e9);
hidden('cpuUsage', () => ({ user: Math.floor(binding.now() / 1e3), system: 0 }));

// ---- Output -------------------------------------------------------------------

function output(fd) {
  const stream = new EventEmitter();
  stream.fd = fd;
  stream.isTTY = false;
  stream.writable = true;
  stream.columns = undefined;
  stream.write = function write(chunk, encoding, callback) {
    const text = typeof chunk === 'string' ? chunk : String(chunk);
    binding.write(fd === 2, text);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  stream.end = function end(chunk, encoding, callback) {
    if (typeof chunk === 'function') process.nextTick(chunk);
    else if (chunk !== undefined && chunk !== null) {
      stream.write(chunk, encoding, callback);
    }
    return stream;
  };
  stream.cork = stream.uncork = stream.destroy = () => {};
  stream.getColorDepth = () => 1;
  stream.hasColors = () => false;
  return stream;
}

hidden('stdout', output(1));
hidden('stderr', output(2));
let stdin;
Object.defineProperty(process, 'stdin', {
  get: () => stdin ??= require('internal/input').makeStream(),
  enumerable: true, configurable: true,
});

// ---- Ending -------------------------------------------------------------------

let isExiting = false;
let exitCode;
Object.defineProperty(process, 'exitCode', {
  get: () => exitCode,
  set(value) {
    exitCode = value;
    binding.setExitCode(Number(value) || 0);
  },
  enumerable: true, configurable: true,
});
hidden('exit', function exit(code) {
  if (code !== undefined) process.exitCode = code;
  if (!isExiting) {
    isExiting = true;
    process.emit('exit', process.exitCode ?? 0);
  }
  binding.exit(Number(process.exitCode ?? 0) || 0);
});
hidden('reallyExit', (code) => binding.exit(Number(code) || 0));
hidden('abort', () => binding.exit(134));
hidden('kill', () => { throw errors.fileError(1, 'kill'); });

exports.emitExit = function emitExit() {
  if (isExiting) return;
  isExiting = true;
  process.emit('exit', process.exitCode ?? 0);
};

// ---- The rest -----------------------------------------------------------------

hidden('nextTick', function nextTick(callback, ...args) {
  errors.checkFunction('callback', callback);
  binding.nextTick(callback, args.length ? args : undefined);
});

hidden('emitWarning', function emitWarning(warning, type, code) {
  if (type !== null && typeof type === 'object') {
    code = type.code;
    type = type.type;
  }
  const name = typeof warning === 'object' && warning
    ? warning.name : typeof type === 'string' ? type : 'Warning';
  const message = typeof warning === 'object' && warning
    ? warning.message : String(warning);
  const prefix = typeof code === 'string' ? `[${code}] ` : '';
  binding.write(true, `(glassheap) ${prefix}${name}: ${message}\n`);
});

hidden('binding', function binding(name) {
  if (name === 'tty_wrap') return require('tty');
  throw new Error(`No such module: ${name}`);
});
