// Replacing: characters by escapes, words by a function, parts by a template.
const PAGE = ('<p class="intro">Tom & Jerry\'s <b>big</b> day, the 12th of ' +
  'March 2024: 3 < 4 & 5 > 2.</p>\n').repeat(20);
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function work() {
  const escaped = PAGE.replace(/[&<>"]/g, (c) => ESCAPES[c]);
  const camel = 'background-color border-top-left-radius z-index'
    .replace(/-([a-z])/g, (all, letter) => letter.toUpperCase());
  const dates = PAGE.replace(/(\d+)th of (\w+) (\d{4})/g, '$2 $1, $3');
  const text = PAGE.replace(/<[^>]*>/g, '');
  const tidy = '   some   text  with    blanks  '.replace(/\s+/g, ' ')
    .replace(/^\s+|\s+$/g, '');
  return escaped.length + camel.length + dates.length + text.length +
    tidy.length;
}

let sum = 0;
for (let i = 0; i < 8000; i++) sum += work();
console.log(sum);
