// SHA-256: 32-bit integer arithmetic, shifts and rotations.
function firstBits(count, power) {
  const bits = [];
  for (let candidate = 2; bits.length < count; candidate++) {
    let prime = true;
    for (let i = 2; i * i <= candidate; i++) {
      if (candidate % i === 0) prime = false;
    }
    if (!prime) continue;
    const root = power === 2 ? Math.sqrt(candidate) : Math.cbrt(candidate);
    bits.push(((root - Math.floor(root)) * 4294967296) | 0);
  }
  return bits;
}

const K = firstBits(64, 3);
const START = firstBits(8, 2);
const hex = (word) => (word >>> 0).toString(16).padStart(8, '0');
const rotate = (x, n) => (x >>> n) | (x << (32 - n));

function compress(state, words) {
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15];
    const b = words[i - 2];
    const low = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const high = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const mixed = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] = (state[i] + mixed[i]) | 0;
}

function sha256(text) {
  const bytes = [];
  for (let i = 0; i < text.length; i++) bytes.push(text.charCodeAt(i) & 255);
  const bitLength = bytes.length * 8;
  bytes.push(128);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let i = 56; i >= 0; i -= 8) {
    bytes.push(i < 32 ? (bitLength >>> i) & 255 : 0);
  }
  const state = START.slice();
  const words = [];
  for (let at = 0; at < bytes.length; at += 64) {
    for (let i = 0; i < 16; i++) {
      const j = at + i * 4;
      words[i] = (bytes[j] << 24) | (bytes[j + 1] << 16) |
        (bytes[j + 2] << 8) | bytes[j + 3];
    }
    compress(state, words);
  }
  return state.map(hex).join('');
}

let digest = 'abc';
for (let round = 0; round < 2000; round++) {
  digest = sha256(digest + digest + digest);
}
console.log(sha256('abc').slice(0, 16), digest);
