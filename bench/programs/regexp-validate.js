// Testing short texts against patterns of everyday life, most anchored.
const PATTERNS = [
  /^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$/i,
  /^(?:https?|ftp):\/\/(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:\/[^\s?#]*)?(?:\?[^\s#]*)?$/,
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/,
  /^#(?:[0-9a-f]{3}){1,2}$/i,
  /^(?=.*[A-Z])(?=.*\d)(?=.*[^\w\s]).{8,}$/,
  /\b(?:foo|bar|baz|quux)\b/,
  /^\s*$|^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i,
];
const TEXTS = [
  'somebody.else+tag@mail.example.com', 'not an address at all', 'a@b',
  'https://www.example.org:8080/a/long/path/index.html?query=1&other=2',
  'http://localhost', '192.168.17.254', '256.1.1.1', '2024-05-17T12:30:45.123Z',
  '2024-13-17T12:30Z', '#a0b1C2', '#12', 'Correct-Horse7', 'password',
  'there is a quux in here', 'foolish bazaar', '-12.5e+10', '   ', '12a',
];

let count = 0;
for (let i = 0; i < 20000; i++)
  for (const pattern of PATTERNS)
    for (const text of TEXTS)
      if (pattern.test(text)) count++;
console.log(count);
