// node:buffer - Buffer, a Uint8Array with more methods.
'use strict';
const errors = require('internal/errors');
const {
  normalize, toBytes, toText, bytesOf, fill,
} = require('internal/encoding');

const kMaxLength = 2 ** 31 - 1;
const custom = Symbol.for('nodejs.util.inspect.custom');

class FastBuffer extends Uint8Array {}

function Buffer(value, encodingOrOffset, length) {
  if (typeof value !== 'number') return Buffer.from(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') {
    throw errors.invalidType('string', 'string', value);
  }
  return Buffer.alloc(value);
}
Object.setPrototypeOf(Buffer, Uint8Array);
FastBuffer.prototype.constructor = Buffer;
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer });
Buffer.poolSize = 8192;

function encodingOf(name) {
  const encoding = normalize(name);
  if (encoding === undefined) {
    throw errors.coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`);
  }
  return encoding;
}

function checkSize(size) {
  if (typeof size !== 'number') throw errors.invalidType('size', 'number', size);
  if (!(size >= 0 && size <= kMaxLength)) {
    throw errors.outOfRange('size', `>= 0 && <= ${kMaxLength}`, size);
  }
}

// ---- Making ---------------------------------------------------------------------

Buffer.alloc = function alloc(size, value, encoding) {
  checkSize(size);
  const buffer = new FastBuffer(size);
  return value === undefined || value === 0 || size === 0
    ? buffer : buffer.fill(value, encoding);
};
Buffer.allocUnsafe = Buffer.allocUnsafeSlow = function allocUnsafe(size) {
  checkSize(size);
  return new FastBuffer(size);
};

function fromBytes(bytes) {
  return fill(new FastBuffer(bytes.length), bytes);
}

function fromList(list) {
  const buffer = new FastBuffer(Math.max(0, Math.trunc(Number(list.length)) || 0));
  for (let i = 0; i < buffer.length; i++) buffer[i] = list[i];
  return buffer;
}

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') {
    return fromBytes(toBytes(value, encodingOf(encodingOrOffset)));
  }
  if (typeof value === 'object' && value !== null) {
    const isBuffer = value instanceof ArrayBuffer ||
      (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer);
    if (isBuffer) return new FastBuffer(value, encodingOrOffset, length);
    const primitive = value.valueOf && value.valueOf();
    if (primitive !== undefined && primitive !== null && primitive !== value &&
        (typeof primitive === 'string' || typeof primitive === 'object')) {
      return from(primitive, encodingOrOffset, length);
    }
    if (value.length !== undefined || value.buffer instanceof ArrayBuffer) {
      return typeof value.length === 'number' ? fromList(value) : new FastBuffer(0);
    }
    if (value.type === 'Buffer' && Array.isArray(value.data)) {
      return fromList(value.data);
    }
    const convert = value[Symbol.toPrimitive];
    if (typeof convert === 'function') {
      const text = convert.call(value, 'string');
      if (typeof text === 'string') return from(text, encodingOrOffset);
    }
  }
  throw errors.coded(TypeError, 'ERR_INVALID_ARG_TYPE',
    'The first argument must be of type string or an instance of Buffer, ' +
    'ArrayBuffer, or Array or an Array-like Object. Received ' +
    errors.describe(value));
};
Buffer.of = (...items) => fromList(items);
Buffer.copyBytesFrom = (view, offset = 0, length = view.length - offset) => {
  const part = view.subarray(offset, offset + length);
  return Buffer.from(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
};

Buffer.isBuffer = (value) => value instanceof Buffer;
Buffer.isEncoding = (name) => typeof name === 'string' && name !== '' &&
  normalize(name) !== undefined;
Buffer.byteLength = function byteLength(value, encoding) {
  if (typeof value === 'string') {
    return toBytes(value, normalize(encoding) ?? 'utf8').length;
  }
  if (value && value.byteLength !== undefined) return value.byteLength;
  throw errors.invalidType('string', ['string', 'Buffer', 'ArrayBuffer'], value);
};
Buffer.concat = function concat(list, total) {
  if (!Array.isArray(list)) throw errors.invalidType('list', 'Array', list);
  const length = total ?? list.reduce((sum, each) => sum + each.length, 0);
  const buffer = Buffer.alloc(length);
  let at = 0;
  for (const each of list) {
    if (!(each instanceof Uint8Array)) {
      throw errors.invalidType(`list[${list.indexOf(each)}]`,
        ['Buffer', 'Uint8Array'], each);
    }
    const room = Math.min(each.length, length - at);
    buffer.set(room < each.length ? each.subarray(0, room) : each, at);
    at += room;
  }
  return buffer;
};
Buffer.compare = function compare(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
};

// ---- Methods ----------------------------------------------------------------------

function clamp(value, fallback, most) {
  if (value === undefined) return fallback;
  const number = Math.trunc(Number(value)) || 0;
  return number < 0 ? 0 : Math.min(number, most);
}

// Where to search from: negative ones count from the end.
function searchStart(offset, length, isLast) {
  let start = Math.trunc(Number(offset));
  if (start !== start) start = isLast ? length : 0;
  return start < 0 ? start + length : start;
}

function search(buffer, value, offset, encoding, isLast) {
  if (typeof offset === 'string') [offset, encoding] = [undefined, offset];
  if (typeof value === 'number') {
    const byte = value & 0xFF;
    return isLast
      ? Uint8Array.prototype.lastIndexOf.call(buffer, byte,
        ...(offset === undefined ? [] : [offset]))
      : Uint8Array.prototype.indexOf.call(buffer, byte, offset);
  }
  const needle = typeof value === 'string'
    ? toBytes(value, encodingOf(encoding)) : bytesOf(value, 0, value.length);
  const hay = bytesOf(buffer, 0, buffer.length);
  const start = searchStart(offset ?? (isLast ? hay.length : 0), hay.length, isLast);
  if (isLast) return start < 0 ? -1 : hay.lastIndexOf(needle, start);
  return hay.indexOf(needle, Math.max(0, start));
}

const methods = {
  toString(encoding, start, end) {
    const from = clamp(start, 0, this.length);
    const to = clamp(end, this.length, this.length);
    return to <= from ? ''
      : toText(bytesOf(this, from, to), encodingOf(encoding));
  },
  toLocaleString(encoding) { return this.toString(encoding); },
  toJSON() { return { type: 'Buffer', data: Array.from(this) }; },
  equals(other) {
    if (!(other instanceof Uint8Array)) {
      throw errors.invalidType('otherBuffer', ['Buffer', 'Uint8Array'], other);
    }
    return Buffer.compare(this, other) === 0;
  },
  compare(target, targetStart = 0, targetEnd = target.length, start = 0,
          end = this.length) {
    return Buffer.compare(this.subarray(start, end),
      target.subarray(targetStart, targetEnd));
  },
  copy(target, targetStart = 0, start = 0, end = this.length) {
    const part = this.subarray(start, Math.min(end,
      start + Math.max(0, target.length - targetStart)));
    target.set(part, targetStart);
    return part.length;
  },
  write(text, offset, length, encoding) {
    if (typeof offset === 'string') [offset, encoding] = [0, offset];
    else if (typeof length === 'string') [length, encoding] = [undefined, length];
    const at = offset ?? 0;
    const room = Math.min(length ?? Infinity, this.length - at);
    let bytes = toBytes(text, encodingOf(encoding));
    if (bytes.length > room) {
      bytes = bytes.slice(0, room);
      // no half characters
      if (normalize(encoding) === 'utf8') {
        bytes = bytes.slice(0, bytes.length -
          require('internal/encoding').unfinished(bytes));
      }
    }
    fill(this, bytes, at);
    return bytes.length;
  },
  fill(value, offset, end, encoding) {
    if (typeof offset === 'string') [offset, encoding] = [undefined, offset];
    else if (typeof end === 'string') [end, encoding] = [undefined, end];
    const from = offset ?? 0;
    const to = end ?? this.length;
    if (typeof value === 'string' || value instanceof Uint8Array) {
      const bytes = typeof value === 'string'
        ? toBytes(value, encodingOf(encoding)) : bytesOf(value, 0, value.length);
      if (bytes.length === 0) return Uint8Array.prototype.fill.call(this, 0, from, to);
      for (let i = from; i < to; i++) {
        this[i] = bytes.charCodeAt((i - from) % bytes.length);
      }
      return this;
    }
    return Uint8Array.prototype.fill.call(this, value & 0xFF, from, to);
  },
  indexOf(value, offset, encoding) {
    return search(this, value, offset, encoding, false);
  },
  lastIndexOf(value, offset, encoding) {
    return search(this, value, offset, encoding, true);
  },
  includes(value, offset, encoding) {
    return search(this, value, offset, encoding, false) >= 0;
  },
  slice(start, end) { return this.subarray(start, end); },
  swap16() { return swap(this, 2); },
  swap32() { return swap(this, 4); },
  swap64() { return swap(this, 8); },
  latin1Slice(start, end) { return this.toString('latin1', start, end); },
  utf8Slice(start, end) { return this.toString('utf8', start, end); },
  utf8Write(text, offset, length) { return this.write(text, offset, length); },
  [custom](depth, options) {
    const shown = [];
    for (let i = 0; i < Math.min(50, this.length); i++) {
      shown.push((this[i] < 16 ? '0' : '') + this[i].toString(16));
    }
    const left = this.length - 50;
    if (left > 0) shown.push(`... ${left} more byte${left > 1 ? 's' : ''}`);
    return `<Buffer${shown.length ? ' ' : ''}${shown.join(' ')}>`;
  },
};

function swap(buffer, size) {
  if (buffer.length % size) {
    throw errors.coded(RangeError, 'ERR_INVALID_BUFFER_SIZE',
      `Buffer size must be a multiple of ${size * 8}-bits`);
  }
  for (let i = 0; i < buffer.length; i += size) {
    buffer.subarray(i, i + size).reverse();
  }
  return buffer;
}

// ---- Numbers ----------------------------------------------------------------------

function checkOffset(buffer, offset, bytes) {
  if (typeof offset !== 'number') throw errors.invalidType('offset', 'number', offset);
  if (offset >= 0 && offset + bytes <= buffer.length && Math.trunc(offset) === offset) {
    return;
  }
  if (Math.trunc(offset) !== offset) {
    throw errors.outOfRange('offset', 'an integer', offset);
  }
  if (buffer.length < bytes) {
    throw errors.coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS',
      'Attempt to access memory outside buffer bounds');
  }
  throw errors.outOfRange('offset', `>= 0 and <= ${buffer.length - bytes}`, offset);
}

const viewOf = (buffer) =>
  new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);

function checkValue(value, least, most) {
  if (value > most || value < least) {
    throw errors.outOfRange('value', `>= ${least} and <= ${most}`, value);
  }
}

function addNumber(name, method, bytes, least, most) {
  for (const [order, isLittle] of bytes === 1 ? [['', true]]
    : [['LE', true], ['BE', false]]) {
    const read = function (offset = 0) {
      checkOffset(this, offset, bytes);
      return viewOf(this)[`get${method}`](offset, isLittle);
    };
    const write = function (value, offset = 0) {
      checkOffset(this, offset, bytes);
      if (least !== undefined) checkValue(value, least, most);
      viewOf(this)[`set${method}`](offset, value, isLittle);
      return offset + bytes;
    };
    methods[`read${name}${order}`] = read;
    methods[`write${name}${order}`] = write;
    if (name.includes('UInt')) {
      methods[`read${name.replace('UInt', 'Uint')}${order}`] = read;
      methods[`write${name.replace('UInt', 'Uint')}${order}`] = write;
    }
  }
}

addNumber('Int8', 'Int8', 1, -128, 127);
addNumber('UInt8', 'Uint8', 1, 0, 255);
addNumber('Int16', 'Int16', 2, -32768, 32767);
addNumber('UInt16', 'Uint16', 2, 0, 65535);
addNumber('Int32', 'Int32', 4, -(2 ** 31), 2 ** 31 - 1);
addNumber('UInt32', 'Uint32', 4, 0, 2 ** 32 - 1);
addNumber('Float', 'Float32', 4);
addNumber('Double', 'Float64', 8);
addNumber('BigInt64', 'BigInt64', 8);
addNumber('BigUInt64', 'BigUint64', 8);

// Integers of 1 to 6 bytes.
for (const isLittle of [true, false]) {
  const order = isLittle ? 'LE' : 'BE';
  const place = (offset, bytes, i) => offset + (isLittle ? i : bytes - 1 - i);
  const readUInt = function (offset, bytes) {
    checkOffset(this, offset, bytes);
    let value = 0;
    for (let i = bytes - 1; i >= 0; i--) {
      value = value * 256 + this[place(offset, bytes, i)];
    }
    return value;
  };
  const write = function (value, offset, bytes) {
    checkOffset(this, offset, bytes);
    let rest = value < 0 ? value + 256 ** bytes : value;
    for (let i = 0; i < bytes; i++) {
      this[place(offset, bytes, i)] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return offset + bytes;
  };
  methods[`readUInt${order}`] = methods[`readUint${order}`] = readUInt;
  methods[`readInt${order}`] = function (offset, bytes) {
    const value = readUInt.call(this, offset, bytes);
    return value >= 256 ** bytes / 2 ? value - 256 ** bytes : value;
  };
  methods[`writeUInt${order}`] = methods[`writeUint${order}`] =
    methods[`writeInt${order}`] = write;
}

for (const key of Reflect.ownKeys(methods)) {
  Object.defineProperty(Buffer.prototype, key, {
    value: methods[key], writable: true, enumerable: false, configurable: true,
  });
}
Object.defineProperty(Buffer.prototype, 'parent', {
  get() { return this.buffer; }, configurable: true,
});
Object.defineProperty(Buffer.prototype, 'offset', {
  get() { return this.byteOffset; }, configurable: true,
});

// ---- atob, btoa ---------------------------------------------------------------------

function invalidCharacter() {
  const error = new Error('Invalid character');
  error.name = 'InvalidCharacterError';
  error.code = 5;
  return error;
}

function btoa(input) {
  const text = `${input}`;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0xFF) throw invalidCharacter();
  }
  return toText(text, 'base64');
}

function atob(input) {
  let text = '';
  for (const unit of `${input}`) {
    if (!' \t\n\f\r'.includes(unit)) text += unit;
  }
  if (text.length % 4 === 0) {
    if (text.endsWith('==')) text = text.slice(0, -2);
    else if (text.endsWith('=')) text = text.slice(0, -1);
  }
  if (text.length % 4 === 1) throw invalidCharacter();
  for (const unit of text) {
    const isDigit = (unit >= 'A' && unit <= 'Z') || (unit >= 'a' && unit <= 'z') ||
      (unit >= '0' && unit <= '9') || unit === '+' || unit === '/';
    if (!isDigit) throw invalidCharacter();
  }
  return toBytes(text, 'base64');
}

module.exports = {
  Buffer, SlowBuffer: Buffer, kMaxLength, kStringMaxLength: 2 ** 29 - 24,
  constants: { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: 2 ** 29 - 24 },
  INSPECT_MAX_BYTES: 50, atob, btoa,
  isUtf8: (bytes) => {
    const raw = bytesOf(bytes, 0, bytes.length);
    return toBytes(toText(raw, 'utf8'), 'utf8') === raw;
  },
  isAscii: (bytes) => bytes.every((byte) => byte < 0x80),
  transcode: (bytes, from, to) => Buffer.from(Buffer.from(bytes).toString(from), to),
};
