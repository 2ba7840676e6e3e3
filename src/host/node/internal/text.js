// UTF-8, as strings of bytes: each unit is one byte.
'use strict';

// The text of bytes; what is no UTF-8 becomes U+FFFD as the Encoding Standard
// says.
function decode(bytes) {
  let text = '';
  const length = bytes.length;
  let ascii = 0;
  for (let at = 0; at < length;) {
    const first = bytes.charCodeAt(at);
    if (first < 0x80) {
      at++;
      continue;
    }
    if (ascii < at) text += bytes.slice(ascii, at);
    let need = 0;
    let lower = 0x80;
    let upper = 0xBF;
    let point = 0;
    if (first >= 0xC2 && first <= 0xDF) {
      need = 1;
      point = first & 0x1F;
    } else if (first >= 0xE0 && first <= 0xEF) {
      need = 2;
      if (first === 0xE0) lower = 0xA0;
      if (first === 0xED) upper = 0x9F;
      point = first & 0xF;
    } else if (first >= 0xF0 && first <= 0xF4) {
      need = 3;
      if (first === 0xF0) lower = 0x90;
      if (first === 0xF4) upper = 0x8F;
      point = first & 0x7;
    }
    at++;
    let good = need > 0;
    for (; need > 0; need--) {
      const next = at < length ? bytes.charCodeAt(at) : 0;
      if (next < lower || next > upper) {
        good = false;
        break;
      }
      lower = 0x80;
      upper = 0xBF;
      point = point << 6 | next & 0x3F;
      at++;
    }
    text += good ? String.fromCodePoint(point) : '\uFFFD';
    ascii = at;
  }
  return ascii === 0 ? bytes : text + bytes.slice(ascii);
}

exports.decode = decode;
