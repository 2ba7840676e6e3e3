// node:crypto - hashes and random bytes.
'use strict';
const errors = require('internal/errors');
const { toBytes, bytesOf, normalize, fill } = require('internal/encoding');

const rotl = (x, n) => x << n | x >>> 32 - n;
const rotr = (x, n) => x >>> n | x << 32 - n;

// The message with its padding, as 32-bit words.
function wordsOf(bytes, isBig) {
  const length = bytes.length;
  const words = new Array((length + 8 >> 6) + 1 << 4).fill(0);
  const place = (i) => (isBig ? 24 - i % 4 * 8 : i % 4 * 8);
  for (let i = 0; i < length; i++) words[i >> 2] |= bytes.charCodeAt(i) << place(i);
  words[length >> 2] |= 0x80 << place(length);
  const high = Math.floor(length / 2 ** 29);
  words[words.length - (isBig ? 2 : 1)] = high;
  words[words.length - (isBig ? 1 : 2)] = length << 3;
  return words;
}

function toResult(words, isBig) {
  let out = '';
  for (const word of words) {
    for (let i = 0; i < 4; i++) {
      out += String.fromCharCode(word >>> (isBig ? 24 - i * 8 : i * 8) & 0xFF);
    }
  }
  return out;
}

// RFC 1321.
function md5(bytes) {
  const words = wordsOf(bytes, false);
  const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  const state = [0x67452301, 0xEFCDAB89 | 0, 0x98BADCFE | 0, 0x10325476];
  for (let at = 0; at < words.length; at += 16) {
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const [f, g] = round === 0 ? [b & c | ~b & d, i]
        : round === 1 ? [d & b | ~d & c, (5 * i + 1) % 16]
          : round === 2 ? [b ^ c ^ d, (3 * i + 5) % 16] : [c ^ (b | ~d), 7 * i % 16];
      const constant = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0;
      const sum = a + f + constant + words[at + g] | 0;
      [a, d, c] = [d, c, b];
      b = b + rotl(sum, shifts[round * 4 + i % 4]) | 0;
    }
    state[0] = state[0] + a | 0;
    state[1] = state[1] + b | 0;
    state[2] = state[2] + c | 0;
    state[3] = state[3] + d | 0;
  }
  return toResult(state, false);
}

// FIPS 180-4.
function sha1(bytes) {
  const words = wordsOf(bytes, true);
  const state = [0x67452301, 0xEFCDAB89 | 0, 0x98BADCFE | 0, 0x10325476, 0xC3D2E1F0 | 0];
  const w = new Array(80);
  for (let at = 0; at < words.length; at += 16) {
    let [a, b, c, d, e] = state;
    for (let i = 0; i < 80; i++) {
      w[i] = i < 16 ? words[at + i]
        : rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
      const [f, k] = i < 20 ? [b & c | ~b & d, 0x5A827999]
        : i < 40 ? [b ^ c ^ d, 0x6ED9EBA1]
          : i < 60 ? [b & c | b & d | c & d, 0x8F1BBCDC] : [b ^ c ^ d, 0xCA62C1D6];
      const next = rotl(a, 5) + f + e + k + w[i] | 0;
      [e, d, c, b, a] = [d, c, rotl(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((value, i) => { state[i] = state[i] + value | 0; });
  }
  return toResult(state, true);
}

function primes(count) {
  const list = [];
  for (let n = 2; list.length < count; n++) {
    if (list.every((prime) => n % prime)) list.push(n);
  }
  return list;
}

const fraction = (x) => (x - Math.floor(x)) * 2 ** 32 | 0;
const constants256 = primes(64).map((prime) => fraction(Math.cbrt(prime)));
const initial256 = primes(8).map((prime) => fraction(Math.sqrt(prime)));

function sha256(bytes) {
  const words = wordsOf(bytes, true);
  const state = initial256.slice();
  const w = new Array(64);
  for (let at = 0; at < words.length; at += 16) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        w[i] = words[at + i];
      } else {
        const s0 = rotr(w[i - 15], 7) ^ rotr(w[i - 15], 18) ^ w[i - 15] >>> 3;
        const s1 = rotr(w[i - 2], 17) ^ rotr(w[i - 2], 19) ^ w[i - 2] >>> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1 | 0;
      }
      const t1 = h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + (e & f ^ ~e & g) +
        constants256[i] + w[i] | 0;
      const t2 = (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, d + t1 | 0, c, b, a, t1 + t2 | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] = state[i] + value | 0; });
  }
  return toResult(state, true);
}

const algorithms = { md5, sha1, sha256 };

function inputBytes(data, encoding) {
  if (typeof data === 'string') return toBytes(data, normalize(encoding) ?? 'utf8');
  if (ArrayBuffer.isView(data)) {
    const view = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return bytesOf(view, 0, view.length);
  }
  throw errors.invalidType('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

class Hash {
  #algorithm;
  #parts = [];
  #isDone = false;
  constructor(name, parts = []) {
    this.#algorithm = algorithms[String(name).toLowerCase().replace('-', '')];
    this.#parts = parts;
    if (!this.#algorithm) {
      throw errors.coded(Error, 'ERR_OSSL_EVP_UNSUPPORTED', 'Digest method not supported');
    }
  }

  update(data, encoding) {
    if (this.#isDone) {
      throw errors.coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    }
    this.#parts.push(inputBytes(data, encoding));
    return this;
  }

  digest(encoding) {
    if (this.#isDone) {
      throw errors.coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    }
    this.#isDone = true;
    const bytes = this.#algorithm(this.#parts.join(''));
    const buffer = require('buffer').Buffer.from(bytes, 'latin1');
    return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
  }
}

// RFC 2104.
function hmac(name, key) {
  const run = (bytes) => createHash(name).update(bytes, 'latin1').digest('latin1');
  let secret = inputBytes(key);
  if (secret.length > 64) secret = run(secret);
  secret = secret.padEnd(64, '\0');
  const mix = (byte) => Array.from(secret, (unit) =>
    String.fromCharCode(unit.charCodeAt(0) ^ byte)).join('');
  const parts = [mix(0x36)];
  return {
    update(data, encoding) {
      parts.push(inputBytes(data, encoding));
      return this;
    },
    digest(encoding) {
      return createHash(name).update(mix(0x5C) + run(parts.join('')), 'latin1')
        .digest(encoding);
    },
  };
}

const createHash = (name) => new Hash(name);

// From the run's own randomness: the same in every replay. Not for secrets.
function randomBytes(size, callback) {
  const buffer = require('buffer').Buffer.alloc(size);
  for (let i = 0; i < size; i++) buffer[i] = Math.floor(Math.random() * 256);
  if (callback) setImmediate(callback, null, buffer);
  return callback ? undefined : buffer;
}

function randomUUID() {
  const bytes = randomBytes(16);
  bytes[6] = bytes[6] & 0x0F | 0x40;
  bytes[8] = bytes[8] & 0x3F | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20),
    hex.slice(20)].join('-');
}

function randomInt(least, most) {
  const [from, to] = most === undefined ? [0, least] : [least, most];
  return from + Math.floor(Math.random() * (to - from));
}

module.exports = {
  createHash, createHmac: hmac, Hash, randomBytes, randomUUID, randomInt,
  randomFillSync: (array) => fill(array, randomBytes(array.length).toString('latin1')),
  getHashes: () => Object.keys(algorithms),
  timingSafeEqual: (a, b) => require('buffer').Buffer.compare(a, b) === 0,
  hash: (name, data, encoding = 'hex') => createHash(name).update(data).digest(encoding),
};
