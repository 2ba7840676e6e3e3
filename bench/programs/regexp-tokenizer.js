// A scanner made of one sticky expression: an alternative for each kind of
// token, read again and again at lastIndex.
const TOKEN = /(\s+|\/\/[^\n]*)|([A-Za-z_]\w*)|(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*")|([-+*\/=<>!]=?|&&|\|\||[(){};,%])/y;
const SAMPLE = `
  let total = 0; // a sum
  function area(width, height) { return width * height + 0.5; }
  while (total <= 1000 && area(total, 2) != 99) {
    total = total + area(total % 7, 31) / 3 - 12;
    if (total == 42) { print("answer: \\"42\\""); }
    else { total = total - 1; }
  }
`;

function scan(text) {
  const counts = [0, 0, 0, 0, 0];
  let letters = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    for (let kind = 1; kind <= 5; kind++) {
      if (match[kind] === undefined) continue;
      counts[kind - 1]++;
      letters += match[kind].length;
    }
  }
  return counts.join() + ':' + letters;
}

let result = '';
for (let i = 0; i < 20000; i++) result = scan(SAMPLE);
console.log(result);
