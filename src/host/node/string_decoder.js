// node:string_decoder - bytes that come in pieces, as text without half
// characters.
'use strict';
const errors = require('internal/errors');
const { normalize, toText, bytesOf, unfinished } = require('internal/encoding');

class StringDecoder {
  #left = '';
  constructor(encoding) {
    this.encoding = normalize(encoding);
    if (this.encoding === undefined) {
      throw errors.coded(TypeError, 'ERR_UNKNOWN_ENCODING',
        `Unknown encoding: ${encoding}`);
    }
  }

  write(piece) {
    if (typeof piece === 'string') return piece;
    const bytes = this.#left + bytesOf(piece, 0, piece.length);
    const whole = bytes.length - this.#unfinished(bytes);
    this.#left = bytes.slice(whole);
    return toText(bytes.slice(0, whole), this.encoding);
  }

  #unfinished(bytes) {
    switch (this.encoding) {
      case 'utf8': return unfinished(bytes);
      case 'utf16le': return bytes.length % 2;
      case 'base64':
      case 'base64url': return bytes.length % 3;
      default: return 0;
    }
  }

  end(piece) {
    const text = piece === undefined ? '' : this.write(piece);
    const rest = toText(this.#left, this.encoding);
    this.#left = '';
    return text + rest;
  }
}

module.exports = { StringDecoder };
