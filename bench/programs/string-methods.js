// Strings that are taken apart: split, trim, indexOf, slice, replace, case.
const NAMES = ['ada', 'Grace', 'alan ', ' edsger', 'Barbara', 'donald', 'KEN'];

function makeLog(lines) {
  const log = [];
  for (let i = 0; i < lines; i++) {
    const name = NAMES[(i * 5 + (i >> 3)) % NAMES.length];
    log.push(`${i};${name};action=${i % 13};took ${(i * 37) % 997} ms`);
  }
  return log.join('\n');
}

function fieldAfter(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? '' : text.slice(at + mark.length);
}

function analyse(log) {
  const totals = {};
  for (const line of log.split('\n')) {
    const [number, name, action, took] = line.split(';');
    const user = name.trim().toLowerCase();
    const key = user.charAt(0).toUpperCase() + user.substring(1);
    const time = parseInt(fieldAfter(took, 'took '), 10);
    const code = fieldAfter(action, '=');
    totals[key] = (totals[key] ?? 0) + time;
    if (code.startsWith('1') && !number.endsWith('7')) totals[key] += 1;
    if (line.includes('grace') || line.includes('KEN')) totals[key] ^= 1;
    if (line.replace('action', 'deed').lastIndexOf('e') > 30) totals[key] += 2;
  }
  const keys = Object.keys(totals).sort();
  return keys.map((key) => `${key}=${totals[key]}`).join(' ');
}

const log = makeLog(20000);
let line = '';
for (let round = 0; round < 10; round++) line = analyse(log);
console.log(line);
