// node:punycode - RFC 3492, the parts that names of hosts need.
'use strict';
const BASE = 36;
const SKEW = 38;
const DAMP = 700;

const digitOf = (value) => String.fromCharCode(value + (value < 26 ? 97 : 22));

function adapt(delta, points, isFirst) {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > 455; k += BASE) rest = Math.floor(rest / 35);
  return Math.floor(k + 36 * rest / (rest + SKEW));
}

const limit = (k, bias) => (k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias);

function encode(text) {
  const points = Array.from(text, (character) => character.codePointAt(0));
  let out = points.filter((p) => p < 0x80).map((p) => String.fromCharCode(p)).join('');
  const basic = out.length;
  let handled = basic;
  let n = 0x80;
  let delta = 0;
  let bias = 72;
  if (basic) out += '-';
  while (handled < points.length) {
    const next = Math.min(...points.filter((p) => p >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = limit(k, bias);
        if (q < t) break;
        out += digitOf(t + (q - t) % (BASE - t));
        q = Math.floor((q - t) / (BASE - t));
      }
      out += digitOf(q);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return out;
}

function decode(text) {
  const dash = text.lastIndexOf('-');
  const points = Array.from(dash > 0 ? text.slice(0, dash) : '', (c) => c.charCodeAt(0));
  let n = 0x80;
  let i = 0;
  let bias = 72;
  for (let at = dash > 0 ? dash + 1 : 0; at < text.length;) {
    const before = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = Number.parseInt(text[at++], 36);
      if (digit !== digit) throw new RangeError('Invalid input');
      const value = digit < 10 ? digit + 26 : digit - 10;
      i += value * weight;
      const t = limit(k, bias);
      if (value < t) break;
      weight *= BASE - t;
    }
    bias = adapt(i - before, points.length + 1, before === 0);
    n += Math.floor(i / (points.length + 1));
    i %= points.length + 1;
    points.splice(i++, 0, n);
  }
  return String.fromCodePoint(...points);
}

const labels = (domain, each) => domain.split('.').map(each).join('.');

module.exports = {
  version: '2.3.1', encode, decode,
  toASCII: (domain) => labels(domain, (label) =>
    (/[^\0-\x7F]/.test(label) ? `xn--${encode(label)}` : label)),
  toUnicode: (domain) => labels(domain, (label) =>
    (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label)),
  ucs2: {
    decode: (text) => Array.from(text, (character) => character.codePointAt(0)),
    encode: (points) => String.fromCodePoint(...points),
  },
};
