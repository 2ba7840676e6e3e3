// CommonJS, and the core modules of Node's layer.
//
// The text is the body of a function (exports, binding): `require` here is the
// object of native functions, and what is exported is the layer (node.h).
'use strict';
const binding = require;
const { process } = binding;
const { create, defineProperty, setPrototypeOf } = Object;

// ---- Core modules -----------------------------------------------------------

const builtins = create(null); // name -> its module object
const builtinModules = binding.builtins();

// A core module by its name without "node:"; internal ones, too.
function requireBuiltin(name) {
  const loaded = builtins[name];
  if (loaded) return loaded.exports;
  const run = binding.builtin(name);
  if (!run) throw new Error(`No such built-in module: ${name}`);
  const module = builtins[name] = { exports: {}, id: name, loaded: false };
  run.call(module.exports, module.exports, requireInside, module,
           `node:${name}`, binding);
  module.loaded = true;
  return module.exports;
}

function requireInside(name) {
  return requireBuiltin(name.startsWith('node:') ? name.slice(5) : name);
}

builtins['internal/binding'] = { exports: binding };

// ---- Modules of the program ---------------------------------------------------

function Module(id = '', parent) {
  this.id = id;
  this.path = directoryOf(id);
  this.exports = {};
  defineProperty(this, 'parent', {
    value: parent, enumerable: false, writable: true, configurable: true,
  });
  if (parent && parent.children) parent.children.push(this);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

Module._cache = create(null);
Module._pathCache = create(null);
Module._extensions = create(null);
Module.globalPaths = [];
Module.Module = Module;
Module.builtinModules = builtinModules;

Module.isBuiltin = function isBuiltin(name) {
  return builtinModules.includes(withoutScheme(name));
};

function withoutScheme(name) {
  return name.startsWith('node:') ? name.slice(5) : name;
}

function directoryOf(path) {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

function isDirectoryPath(path) {
  return path.endsWith('/');
}

Module._nodeModulePaths = function _nodeModulePaths(from) {
  return binding.folders(from);
};

Module._resolveLookupPaths = function _resolveLookupPaths(request, parent) {
  if (Module.isBuiltin(request)) return null;
  return request[0] === '.' ? [parent ? parent.path : '.']
                            : (parent && parent.paths) || [];
};

Module._resolveFilename = function _resolveFilename(request, parent, isMain,
                                                    options) {
  if (options && options.paths) {
    for (const path of options.paths) {
      try {
        return binding.resolve(request, `${path}/_`);
      } catch (error) {
        if (error.code !== 'MODULE_NOT_FOUND') throw error;
      }
    }
    throw notFound(request, parent);
  }
  const from = parent && parent.filename ? parent.filename
                                         : `${binding.ask('directory', '')}/_`;
  try {
    return withoutScheme(binding.resolve(request, from));
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') throw notFound(request, parent);
    throw error;
  }
};

function notFound(request, parent) {
  const requireStack = [];
  for (let at = parent; at && at.filename; at = at.parent) {
    requireStack.push(at.filename);
  }
  let message = `Cannot find module '${request}'`;
  if (requireStack.length) {
    message += `\nRequire stack:\n- ${requireStack.join('\n- ')}`;
  }
  const error = new Error(message);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = requireStack;
  return error;
}

Module._findPath = function _findPath(request, paths) {
  for (const path of paths) {
    try {
      return binding.resolve(request, `${path}/_`);
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return false;
};

Module._load = function _load(request, parent, isMain) {
  if (request.startsWith('node:')) {
    return requireBuiltin(withoutScheme(binding.resolve(request, '/_')));
  }
  const filename = Module._resolveFilename(request, parent, isMain);
  const cached = Module._cache[filename];
  if (cached) {
    if (parent && parent.children && !parent.children.includes(cached)) {
      parent.children.push(cached);
    }
    return cached.exports;
  }
  if (Module.isBuiltin(filename)) return requireBuiltin(filename);
  const module = new Module(filename, parent);
  if (isMain) setMain(module);
  Module._cache[filename] = module;
  let succeeds = false;
  try {
    module.load(filename);
    succeeds = true;
  } finally {
    if (!succeeds) forget(module, filename, parent);
  }
  return module.exports;
};

function forget(module, filename, parent) {
  delete Module._cache[filename];
  const children = parent && parent.children;
  const at = children ? children.indexOf(module) : -1;
  if (at >= 0) children.splice(at, 1);
}

let mainModule;

function setMain(module) {
  mainModule = module;
  process.mainModule = module;
  module.id = '.';
}

function extensionOf(filename) {
  const name = filename.slice(filename.lastIndexOf('/') + 1);
  for (let dot = name.indexOf('.', 1); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const extension = name.slice(dot);
    if (Module._extensions[extension]) return extension;
  }
  return '.js';
}

Module.prototype.load = function load(filename) {
  this.filename = filename;
  this.paths = Module._nodeModulePaths(directoryOf(filename));
  Module._extensions[extensionOf(filename)](this, filename);
  this.loaded = true;
};

Module.prototype.require = function require(id) {
  if (typeof id !== 'string') throw invalidId(id);
  if (id === '') {
    const error = new TypeError(
      "The argument 'id' must be a non-empty string. Received ''");
    error.code = 'ERR_INVALID_ARG_VALUE';
    throw error;
  }
  return Module._load(id, this, false);
};

function invalidId(id) {
  const error = new TypeError('The "id" argument must be of type string. ' +
    `Received ${requireBuiltin('internal/errors').describe(id)}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

Module.prototype._compile = function _compile(content, filename) {
  const run = binding.compile(filename, content);
  return run.call(this.exports, this.exports, makeRequire(this), this, filename,
                  directoryOf(filename));
};

function makeRequire(module) {
  const require = function require(path) {
    return module.require(path);
  };
  require.resolve = function resolve(request, options) {
    return Module._resolveFilename(request, module, false, options);
  };
  require.resolve.paths = function paths(request) {
    return Module._resolveLookupPaths(request, module);
  };
  require.main = mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

function readText(path) {
  const text = binding.readText(path);
  if (typeof text === 'number') {
    throw requireBuiltin('internal/errors').fileError(text, 'open', path);
  }
  return text;
}

Module._extensions['.js'] = function js(module, filename) {
  if (binding.format(filename) === 1) {
    module.exports = binding.requireModule(filename);
    return;
  }
  module._compile(readText(filename), filename);
};

Module._extensions['.mjs'] = function mjs(module, filename) {
  module.exports = binding.requireModule(filename);
};

Module._extensions['.json'] = function json(module, filename) {
  try {
    module.exports = JSON.parse(readText(filename));
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
};

Module._extensions['.node'] = function node(module, filename) {
  throw new Error(`${filename}: native addons cannot be loaded`);
};

Module.createRequire = function createRequire(filename) {
  let path = filename;
  if (typeof path === 'object' && path !== null && path.href) path = path.href;
  if (typeof path === 'string' && path.startsWith('file:')) {
    path = requireBuiltin('url').fileURLToPath(path);
  }
  if (typeof path !== 'string' || path[0] !== '/') {
    const error = new TypeError("The argument 'filename' must be a file URL " +
      'object, file URL string, or absolute path string. Received ' +
      requireBuiltin('util').inspect(filename));
    error.code = 'ERR_INVALID_ARG_VALUE';
    throw error;
  }
  const module = new Module(path);
  module.filename = isDirectoryPath(path) ? `${path}noop.js` : path;
  module.paths = Module._nodeModulePaths(directoryOf(module.filename));
  return makeRequire(module);
};

Module.wrapper = [
  '(function (exports, require, module, __filename, __dirname) { ', '\n});',
];
Module.wrap = function wrap(script) {
  return Module.wrapper[0] + script + Module.wrapper[1];
};
Module.findSourceMap = () => undefined;
Module.register = () => {};
Module.syncBuiltinESMExports = () => {};
Module.runMain = function runMain() {};
Module._initPaths = function _initPaths() {};

builtins['internal/module'] = { exports: Module };

// ---- What the host calls ------------------------------------------------------

// The program's own module, before it runs: what its function is called with.
exports.makeMain = function makeMain(filename) {
  const module = new Module(filename, undefined);
  setMain(module);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(directoryOf(filename));
  Module._cache[filename] = module;
  return [module.exports, makeRequire(module), module, filename,
          directoryOf(filename)];
};

exports.finishMain = function finishMain() {
  if (mainModule) mainModule.loaded = true;
};

// For `import` of a CommonJS or core module: what it exports.
exports.load = function load(filename) {
  if (filename.startsWith('node:')) return requireBuiltin(filename.slice(5));
  return Module._load(filename, undefined, false);
};

// Errors that nobody caught: whether a listener of the program took them.
exports.handleUncaught = function handleUncaught(error) {
  return process.emit('uncaughtException', error, 'uncaughtException');
};
exports.handleRejection = function handleRejection(reason, promise) {
  return process.emit('unhandledRejection', reason, promise);
};

// A rejection of those has been handled since.
let rejections = 0;
exports.handleLate = function handleLate(promise) {
  rejections++;
  if (process.emit('rejectionHandled', promise)) return;
  process.emitWarning('Promise rejection was handled asynchronously ' +
    `(rejection id: ${rejections})`, 'PromiseRejectionHandledWarning');
};

// A message, cloned; what is transferred is gone here.
exports.clone = function clone(value, transfer) {
  const { structuredClone } = requireBuiltin('internal/structured_clone');
  return structuredClone(value, { transfer });
};

// A DOMException, for the host's own classes.
exports.makeException = function makeException(message, name) {
  const { DOMException } = requireBuiltin('internal/structured_clone');
  return new DOMException(message, name);
};

// The program ends: nothing waits any more.
exports.emitExit = function emitExit() {
  const { emitExit } = requireBuiltin('internal/process');
  emitExit();
};

exports.createRequire = Module.createRequire;
exports.requireBuiltin = requireBuiltin;

setPrototypeOf(exports, null);
requireBuiltin('internal/globals');
