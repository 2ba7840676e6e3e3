// Strings that are built: concatenation, templates, join, repeat, padding.
function report(rows) {
  let text = '';
  for (let i = 0; i < rows; i++) {
    text += `row ${i}: `;
    text += i * 7;
    text += i % 2 === 0 ? ', even' : ', odd';
    text += '\n';
  }
  return text;
}

function table(rows) {
  const lines = [];
  for (let i = 0; i < rows; i++) {
    const cells = ['name' + i, String(i * i).padStart(12), '-'.repeat(i % 20)];
    lines.push('| ' + cells.join(' | ') + ' |');
  }
  return lines.join('\n');
}

function reversed(text) {
  let result = '';
  for (let i = text.length - 1; i >= 0; i--) result += text[i];
  return result;
}

function checksum(text) {
  let sum = 0;
  for (let i = 0; i < text.length; i += 3) {
    sum = (sum * 33 + text.charCodeAt(i)) % 1000000007;
  }
  return sum;
}

let total = 0;
for (let round = 0; round < 10; round++) {
  const first = report(12000);
  const second = table(10000);
  total = (total + checksum(first) + checksum(second)) % 1000000007;
  total = (total + checksum(reversed(first.slice(0, 60000)))) % 1000000007;
}
console.log(total);
