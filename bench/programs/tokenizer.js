// A scanner for a small language: charCodeAt, comparisons, slices, a table of
// the words it knows.
const SAMPLE = `
  let total = 0; // a sum
  function area(width, height) { return width * height + 0.5; }
  while (total <= 1000 && area(total, 2) != 99) {
    total = total + area(total % 7, 31) / 3 - 12;
    if (total == 42) { print("answer: \\"42\\""); }
    else { total = total - 1; }
  }
`;

const KEYWORDS = new Map([
  ['let', 1], ['function', 2], ['return', 3],
  ['while', 4], ['if', 5], ['else', 6],
]);

const isLetter = (c) =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
const isDigit = (c) => c >= 48 && c <= 57;

class Scanner {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.line = 1;
  }
  skipBlanks() {
    const { text } = this;
    while (this.at < text.length) {
      const c = text.charCodeAt(this.at);
      if (c === 10) this.line++;
      if (c === 47 && text.charCodeAt(this.at + 1) === 47) {
        this.skipLine();
      } else if (c === 32 || c === 10 || c === 9) this.at++;
      else break;
    }
  }
  skipLine() {
    const { text } = this;
    while (this.at < text.length && text.charCodeAt(this.at) !== 10) {
      this.at++;
    }
  }
  next() {
    this.skipBlanks();
    const { text } = this;
    if (this.at >= text.length) return null;
    const start = this.at;
    const c = text.charCodeAt(start);
    if (isLetter(c)) return this.word(start);
    if (isDigit(c)) return this.number(start);
    if (c === 34) return this.string(start);
    this.at++;
    const second = text[this.at];
    if (second === '=' || (c === 38 && second === '&')) this.at++;
    return this.token('sign', text.slice(start, this.at));
  }
  word(start) {
    const { text } = this;
    let c = text.charCodeAt(this.at);
    while (isLetter(c) || isDigit(c)) c = text.charCodeAt(++this.at);
    const name = text.slice(start, this.at);
    return this.token(KEYWORDS.has(name) ? 'keyword' : 'name', name);
  }
  number(start) {
    const { text } = this;
    while (isDigit(text.charCodeAt(this.at)) || text[this.at] === '.') {
      this.at++;
    }
    return this.token('number', Number(text.slice(start, this.at)));
  }
  string(start) {
    const { text } = this;
    this.at++;
    while (text.charCodeAt(this.at) !== 34) {
      this.at += text.charCodeAt(this.at) === 92 ? 2 : 1;
    }
    this.at++;
    return this.token('string', text.slice(start + 1, this.at - 1));
  }
  token(kind, value) {
    return { kind, value, line: this.line };
  }
}

const source = SAMPLE.repeat(40);
const counts = { keyword: 0, name: 0, number: 0, string: 0, sign: 0 };
let sum = 0;
for (let round = 0; round < 120; round++) {
  const scanner = new Scanner(source);
  for (let token = scanner.next(); token !== null; token = scanner.next()) {
    counts[token.kind]++;
    sum += token.kind === 'number' ? token.value : token.line;
  }
}
console.log(Object.entries(counts).join(' '), sum);
