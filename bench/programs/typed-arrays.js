// Numbers outside the heap: a Fourier transform over Float64Array, a blurred
// picture in Uint8ClampedArray, a checksum over Uint32Array.

function transform(re, im, inverse) {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const a = re[i], b = im[i];
      re[i] = re[j];
      im[i] = im[j];
      re[j] = a;
      im[j] = b;
    }
  }
  for (let size = 2; size <= n; size <<= 1) {
    const angle = (inverse ? -2 : 2) * Math.PI / size;
    const stepRe = Math.cos(angle), stepIm = Math.sin(angle), half = size >> 1;
    for (let start = 0; start < n; start += size) {
      let wRe = 1, wIm = 0;
      for (let k = start; k < start + half; k++) {
        const oddRe = re[k + half] * wRe - im[k + half] * wIm;
        const oddIm = re[k + half] * wIm + im[k + half] * wRe;
        re[k + half] = re[k] - oddRe;
        im[k + half] = im[k] - oddIm;
        re[k] += oddRe;
        im[k] += oddIm;
        const next = wRe * stepRe - wIm * stepIm;
        wIm = wRe * stepIm + wIm * stepRe;
        wRe = next;
      }
    }
  }
  if (!inverse) return;
  for (let i = 0; i < n; i++) {
    re[i] /= n;
    im[i] /= n;
  }
}

function blur(from, to, width, height) {
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      to[at] = (from[at - width] + from[at - 1] + 4 * from[at] + from[at + 1] +
        from[at + width]) / 8;
    }
  }
}

function checksum(words) {
  let sum = 1;
  for (let i = 0; i < words.length; i++) {
    words[i] = Math.imul(words[i] ^ sum, 0x9E3779B1);
    sum = (sum * 31 + words[i]) >>> 0;
  }
  return sum;
}

const re = new Float64Array(8192), im = new Float64Array(8192);
for (let i = 0; i < re.length; i++) re[i] = Math.sin(i / 7) + (i % 13) / 13;
let picture = new Uint8ClampedArray(256 * 256), other = new Uint8ClampedArray(256 * 256);
for (let i = 0; i < picture.length; i++) picture[i] = (i * 7919) % 300;
const words = new Uint32Array(65536);
let sum = 0;
for (let round = 0; round < 8; round++) {
  transform(re, im, false);
  transform(re, im, true);
  blur(picture, other, 256, 256);
  [picture, other] = [other, picture];
  sum = checksum(words);
}
console.log(re[100].toFixed(6), picture[30000], sum, new DataView(words.buffer).getUint32(4, true));
