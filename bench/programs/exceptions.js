// throw, catch and finally, near and far.
class ParseError extends Error {
  constructor(message, at) {
    super(message);
    this.at = at;
  }
}

function digit(text, at) {
  const code = text.charCodeAt(at);
  if (code < 48 || code > 57) throw new ParseError('not a digit', at);
  return code - 48;
}

function number(text) {
  let value = 0;
  for (let at = 0; at < text.length; at++) value = value * 10 + digit(text, at);
  return value;
}

let cleanups = 0;
function careful(text) {
  try {
    return number(text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return -error.at;
  } finally {
    cleanups++;
  }
}

function deep(depth) {
  if (depth === 0) throw depth;
  try {
    return deep(depth - 1);
  } finally {
    cleanups++;
  }
}

function noThrow(rounds) {
  let sum = 0;
  for (let i = 0; i < rounds; i++) {
    try {
      sum += i & 7;
    } catch {
      sum = -1;
    }
  }
  return sum;
}

let sum = 0;
const inputs = ['123', '45x6', '9', '77777', '12y'];
for (let i = 0; i < 100000; i++) sum += careful(inputs[i % inputs.length]);
for (let i = 0; i < 8000; i++) {
  try {
    deep(20);
  } catch (value) {
    sum += value + 1;
  }
}
console.log(sum, cleanups, noThrow(2000000));
