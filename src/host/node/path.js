// node:path - paths, POSIX's and Windows'.
'use strict';
const { process } = require('internal/binding');
const { checkString, invalidType } = require('internal/errors');

// The parts of a path, dots resolved. `isAbsolute`: no .. climbs above it.
function resolveDots(path, isAbsolute, separator, isSeparator) {
  const parts = [];
  let start = 0;
  for (let at = 0; at <= path.length; at++) {
    if (at < path.length && !isSeparator(path[at])) continue;
    const part = path.slice(start, at);
    start = at + 1;
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length && parts[parts.length - 1] !== '..') parts.pop();
    else if (!isAbsolute) parts.push('..');
  }
  return parts.join(separator);
}

// What both have in common: `rootOf(path)` is the length of the root.
function makePath(separator, isSeparator, rootOf, own) {
  function isAbsolute(path) {
    checkString('path', path);
    return own.isAbsolute(path);
  }

  function normalize(path) {
    checkString('path', path);
    if (path === '') return '.';
    const root = rootOf(path);
    const absolute = own.isAbsolute(path);
    let tail = resolveDots(path.slice(root), absolute, separator, isSeparator);
    if (tail === '' && !absolute) tail = '.';
    if (tail !== '' && isSeparator(path[path.length - 1]) && path.length > root) {
      tail += separator;
    }
    return own.normalRoot(path.slice(0, root)) + tail;
  }

  function join(...parts) {
    let joined;
    for (const part of parts) {
      checkString('path', part);
      if (part === '') continue;
      joined = joined === undefined ? part : `${joined}${separator}${part}`;
    }
    return joined === undefined ? '.' : normalize(joined);
  }

  function trimmedEnd(path, root) {
    let end = path.length;
    while (end > root && isSeparator(path[end - 1])) end--;
    return end;
  }

  function dirname(path) {
    checkString('path', path);
    if (path === '') return '.';
    const root = rootOf(path);
    let end = trimmedEnd(path, root);
    while (end > root && !isSeparator(path[end - 1])) end--;
    while (end > root && isSeparator(path[end - 1])) end--;
    return end > 0 ? path.slice(0, end) : '.';
  }

  function basename(path, suffix) {
    if (suffix !== undefined) checkString('suffix', suffix);
    checkString('path', path);
    const root = own.driveOf(path);
    const end = trimmedEnd(path, root);
    let start = end;
    while (start > root && !isSeparator(path[start - 1])) start--;
    const base = path.slice(start, end);
    return suffix !== undefined && suffix !== '' && base !== suffix &&
      base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
  }

  function extname(path) {
    checkString('path', path);
    const base = basename(path);
    const dot = base.lastIndexOf('.');
    return dot <= 0 || base === '..' ? '' : base.slice(dot);
  }

  function parse(path) {
    checkString('path', path);
    const root = path.slice(0, rootOf(path));
    const base = basename(path);
    const ext = extname(path);
    let dir = dirname(path);
    if (dir === '.' && !path.startsWith('.')) dir = '';
    if (base === '') dir = root;
    return { root, dir, base, ext, name: ext ? base.slice(0, -ext.length) : base };
  }

  function format(object) {
    if (object === null || typeof object !== 'object') {
      throw invalidType('pathObject', 'Object', object);
    }
    const dir = object.dir || object.root;
    const ext = object.ext ? (object.ext[0] === '.' ? '' : '.') + object.ext : '';
    const base = object.base || `${object.name || ''}${ext}`;
    if (!dir) return base;
    return dir === object.root ? `${dir}${base}` : `${dir}${separator}${base}`;
  }

  function relative(from, to) {
    checkString('from', from);
    checkString('to', to);
    if (from === to) return '';
    const start = own.resolve(from);
    const end = own.resolve(to);
    if (own.fold(start) === own.fold(end)) return '';
    const startRoot = start.slice(0, rootOf(start));
    if (own.fold(startRoot) !== own.fold(end.slice(0, rootOf(end)))) return end;
    const left = start.slice(startRoot.length).split(separator).filter(Boolean);
    const right = end.slice(startRoot.length).split(separator).filter(Boolean);
    let same = 0;
    while (same < left.length && same < right.length &&
           own.fold(left[same]) === own.fold(right[same])) same++;
    return [...left.slice(same).map(() => '..'), ...right.slice(same)]
      .join(separator);
  }

  return {
    resolve: own.resolve, normalize, isAbsolute, join, relative,
    toNamespacedPath: (path) => path,
    dirname, basename, extname, format, parse,
    sep: separator, delimiter: own.delimiter, win32: null, posix: null,
  };
}

// ---- POSIX --------------------------------------------------------------------

const isSlash = (unit) => unit === '/';

const posix = makePath('/', isSlash,
  (path) => (path[0] === '/' ? 1 : 0), {
    delimiter: ':',
    isAbsolute: (path) => path[0] === '/',
    normalRoot: (root) => root,
    driveOf: () => 0,
    fold: (path) => path,
    resolve(...paths) {
      let resolved = '';
      for (let i = paths.length - 1; i >= 0; i--) {
        checkString(`paths[${i}]`, paths[i]);
        if (paths[i] === '') continue;
        resolved = resolved === '' ? paths[i] : `${paths[i]}/${resolved}`;
        if (paths[i][0] === '/') break;
      }
      if (resolved[0] !== '/') resolved = `${process.cwd()}/${resolved}`;
      return `/${resolveDots(resolved, true, '/', isSlash)}`;
    },
  });

// ---- Windows ------------------------------------------------------------------

const isAnySlash = (unit) => unit === '/' || unit === '\\';

function isLetter(unit) {
  return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
}

function driveOf(path) {
  return path.length > 1 && path[1] === ':' && isLetter(path[0]) ? 2 : 0;
}

// \\server\share\ is a root, and C:\, C: and \.
function windowsRoot(path) {
  if (path.length > 1 && isAnySlash(path[0]) && isAnySlash(path[1])) {
    let at = 2;
    while (at < path.length && !isAnySlash(path[at])) at++;
    const server = at;
    while (at < path.length && isAnySlash(path[at])) at++;
    if (server > 2 && at > server && at < path.length) {
      while (at < path.length && !isAnySlash(path[at])) at++;
      return at < path.length ? at + 1 : at;
    }
  }
  const drive = driveOf(path);
  return path.length > drive && isAnySlash(path[drive]) ? drive + 1 : drive;
}

const backslashes = (text) => text.split('/').join('\\');

const win32 = makePath('\\', isAnySlash, windowsRoot, {
  delimiter: ';',
  isAbsolute: (path) => path.length > 0 && (isAnySlash(path[0]) ||
    (driveOf(path) === 2 && path.length > 2 && isAnySlash(path[2]))),
  normalRoot(root) {
    const normal = backslashes(root);
    return normal.length > 2 && normal.startsWith('\\\\') && !normal.endsWith('\\')
      ? `${normal}\\` : normal;
  },
  driveOf,
  fold: (path) => path.toLowerCase(),
  resolve(...paths) {
    let root = '';
    let tail = '';
    for (let i = paths.length - 1; i >= -1; i--) {
      const path = i >= 0 ? paths[i] : process.cwd();
      checkString(`paths[${i}]`, path);
      if (path === '') continue;
      const length = windowsRoot(path);
      const own = backslashes(path.slice(0, length));
      const drive = own.slice(0, driveOf(own)) || (own.length > 1 ? own : '');
      const known = root.slice(0, driveOf(root));
      if (drive && known && drive.toLowerCase() !== known.toLowerCase()) continue;
      if (!root.endsWith('\\')) {
        tail = `${path.slice(length)}\\${tail}`;
        root = drive && own.endsWith('\\') ? own
             : own.endsWith('\\') ? `${known}\\` : (drive || known);
      } else if (!known && drive.length === 2) {
        root = `${drive}\\`;
      }
      if (root.endsWith('\\') && driveOf(root)) break;
    }
    return (root + resolveDots(tail, root.endsWith('\\'), '\\', isAnySlash)) || '.';
  },
});

posix.win32 = win32.win32 = win32;
posix.posix = win32.posix = posix;
module.exports = posix;
