// Texts and bytes: the encodings of Buffer, TextEncoder and TextDecoder. Bytes
// are strings here whose units are one byte each.
'use strict';
const { decode: decodeUtf8 } = require('internal/text');

const fromUnit = String.fromCharCode;
const DIGITS64 =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values64 = Object.create(null);
for (let i = 0; i < 64; i++) values64[DIGITS64[i]] = i;
values64['-'] = 62;
values64._ = 63;

const ENCODINGS = {
  'utf8': 'utf8', 'utf-8': 'utf8', 'ucs2': 'utf16le', 'ucs-2': 'utf16le',
  'utf16le': 'utf16le', 'utf-16le': 'utf16le', 'latin1': 'latin1',
  'binary': 'latin1', 'ascii': 'ascii', 'hex': 'hex', 'base64': 'base64',
  'base64url': 'base64url',
};

// The canonical name of an encoding, or undefined.
function normalize(name) {
  if (name === undefined || name === null || name === '') return 'utf8';
  return ENCODINGS[name] ?? ENCODINGS[String(name).toLowerCase()];
}

function isAscii(text) {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7F) return false;
  }
  return true;
}

function encodeUtf8(text) {
  if (isAscii(text)) return text;
  const parts = [];
  for (let i = 0; i < text.length; i++) {
    let point = text.codePointAt(i);
    if (point > 0xFFFF) i++;
    else if (point >= 0xD800 && point <= 0xDFFF) point = 0xFFFD;
    if (point < 0x80) {
      parts.push(fromUnit(point));
    } else if (point < 0x800) {
      parts.push(fromUnit(0xC0 | point >> 6, 0x80 | point & 0x3F));
    } else if (point < 0x10000) {
      parts.push(fromUnit(0xE0 | point >> 12, 0x80 | point >> 6 & 0x3F,
        0x80 | point & 0x3F));
    } else {
      parts.push(fromUnit(0xF0 | point >> 18, 0x80 | point >> 12 & 0x3F,
        0x80 | point >> 6 & 0x3F, 0x80 | point & 0x3F));
    }
  }
  return parts.join('');
}

function encode64(bytes, isUrl) {
  const digit = (value) => {
    if (isUrl && value === 62) return '-';
    return isUrl && value === 63 ? '_' : DIGITS64[value];
  };
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const a = bytes.charCodeAt(i);
    const b = left > 1 ? bytes.charCodeAt(i + 1) : 0;
    const c = left > 2 ? bytes.charCodeAt(i + 2) : 0;
    out += digit(a >> 2) + digit((a & 3) << 4 | b >> 4);
    if (left > 1) out += digit((b & 15) << 2 | c >> 6);
    else if (!isUrl) out += '=';
    if (left > 2) out += digit(c & 63);
    else if (!isUrl) out += '=';
  }
  return out;
}

function decode64(text) {
  let out = '';
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length && text[i] !== '='; i++) {
    const value = values64[text[i]];
    if (value === undefined) continue;
    bits = (bits << 6 | value) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += fromUnit(bits >> count & 0xFF);
  }
  return out;
}

function encodeHex(bytes) {
  let out = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    out += (byte < 16 ? '0' : '') + byte.toString(16);
  }
  return out;
}

function decodeHex(text) {
  let out = '';
  for (let i = 0; i + 1 < text.length; i += 2) {
    const pair = text.slice(i, i + 2);
    const value = Number.parseInt(pair, 16);
    if (value !== value || (value < 16 && pair[0] !== '0')) break;
    out += fromUnit(value);
  }
  return out;
}

function encodeUtf16(text) {
  const parts = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    parts.push(fromUnit(unit & 0xFF, unit >> 8));
  }
  return parts.join('');
}

function decodeUtf16(bytes) {
  const parts = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    parts.push(fromUnit(bytes.charCodeAt(i) | bytes.charCodeAt(i + 1) << 8));
  }
  return parts.join('');
}

function mask(text, bits) {
  const parts = [];
  for (let i = 0; i < text.length; i++) parts.push(fromUnit(text.charCodeAt(i) & bits));
  return parts.join('');
}

// The bytes of a text.
function toBytes(text, encoding) {
  switch (encoding) {
    case 'utf8': return encodeUtf8(text);
    case 'utf16le': return encodeUtf16(text);
    case 'latin1':
    case 'ascii': return isAscii(text) ? text : mask(text, 0xFF);
    case 'hex': return decodeHex(text);
    default: return decode64(text);
  }
}

// The text of bytes.
function toText(bytes, encoding) {
  switch (encoding) {
    case 'utf8': return decodeUtf8(bytes);
    case 'utf16le': return decodeUtf16(bytes);
    case 'latin1': return bytes;
    case 'ascii': return mask(bytes, 0x7F);
    case 'hex': return encodeHex(bytes);
    case 'base64url': return encode64(bytes, true);
    default: return encode64(bytes, false);
  }
}

// The bytes [start, end) of an array of them.
function bytesOf(array, start, end) {
  if (end - start < 4096) return fromUnit.apply(null, array.subarray(start, end));
  const parts = [];
  for (let at = start; at < end; at += 4096) {
    parts.push(fromUnit.apply(null, array.subarray(at, Math.min(at + 4096, end))));
  }
  return parts.join('');
}

function fill(array, bytes, at = 0) {
  for (let i = 0; i < bytes.length; i++) array[at + i] = bytes.charCodeAt(i);
  return array;
}

// ---- TextEncoder, TextDecoder -------------------------------------------------

class TextEncoder {
  get encoding() { return 'utf-8'; }

  encode(text = '') {
    const bytes = encodeUtf8(`${text}`);
    return fill(new Uint8Array(bytes.length), bytes);
  }

  encodeInto(text, target) {
    let read = 0;
    let written = 0;
    for (const character of text) {
      const bytes = encodeUtf8(character);
      if (written + bytes.length > target.length) break;
      fill(target, bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return { read, written };
  }
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #left = '';
  constructor(label = 'utf-8', options = {}) {
    const known = {
      'utf-8': 'utf8', 'utf8': 'utf8', 'utf-16le': 'utf16le', 'utf-16': 'utf16le',
      'latin1': 'latin1', 'iso-8859-1': 'latin1', 'ascii': 'latin1',
      'us-ascii': 'latin1', 'windows-1252': 'latin1',
    };
    this.#encoding = known[String(label).trim().toLowerCase()];
    if (!this.#encoding) {
      const error = new RangeError(`The "${label}" encoding is not supported`);
      error.code = 'ERR_ENCODING_NOT_SUPPORTED';
      throw error;
    }
    this.#fatal = Boolean(options.fatal);
    this.#ignoreBOM = Boolean(options.ignoreBOM);
  }

  get encoding() {
    return { utf8: 'utf-8', utf16le: 'utf-16le', latin1: 'windows-1252' }[
      this.#encoding];
  }

  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  decode(input, options) {
    let bytes = this.#left;
    this.#left = '';
    if (input !== undefined) {
      const view = ArrayBuffer.isView(input)
        ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
        : new Uint8Array(input);
      bytes += bytesOf(view, 0, view.length);
    }
    if (options && options.stream) {
      const whole = bytes.length - unfinished(bytes);
      this.#left = bytes.slice(whole);
      bytes = bytes.slice(0, whole);
    }
    let text = toText(bytes, this.#encoding);
    if (this.#fatal && text.includes('\uFFFD') && encodeUtf8(text) !== bytes) {
      const error = new TypeError('The encoded data was not valid for encoding ' +
        this.encoding);
      error.code = 'ERR_ENCODING_INVALID_ENCODED_DATA';
      throw error;
    }
    if (!this.#ignoreBOM && text[0] === '\uFEFF') text = text.slice(1);
    return text;
  }
}

// How many bytes at the end begin a character that is not yet there.
function unfinished(bytes) {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes.charCodeAt(bytes.length - back);
    if (byte < 0x80) return 0;
    if (byte >= 0xC0) {
      const need = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      return need > back ? back : 0;
    }
  }
  return 0;
}

module.exports = {
  normalize, toBytes, toText, bytesOf, fill, encodeUtf8, unfinished, TextEncoder,
  TextDecoder,
};
