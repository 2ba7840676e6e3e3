// Taking lines of a log apart: captures, names, split, match and test.
const LINES = [];
for (let i = 0; i < 200; i++) {
  LINES.push(`192.168.${i % 7}.${i} - - [${10 + i % 20}/Oct/2024:13:55:${
    10 + i % 50}] "GET /path/${i}/index.html?id=${i * 7}&x=y HTTP/1.1" ${
    i % 3 ? 200 : 404} ${i * 37}`);
}
const LINE = /^(\d+\.\d+\.\d+\.\d+) \S+ \S+ \[([^\]]+)\] "(?<method>[A-Z]+) (?<path>[^ "]+)[^"]*" (\d{3}) (\d+)$/;

function work() {
  let bytes = 0, parts = 0, missing = 0;
  for (const line of LINES) {
    const match = LINE.exec(line);
    if (match[5] === '404') missing++;
    bytes += Number(match[6]);
    const [path, query] = match.groups.path.split(/\?/);
    parts += path.split(/\//).length + query.match(/\w+=\w+/g).length;
    if (/\.html$/.test(path)) parts++;
    if (/(?:firefox|chrome|safari)/i.test(line)) parts += 100;
  }
  return bytes + parts + missing;
}

let sum = 0;
for (let i = 0; i < 1500; i++) sum += work();
console.log(sum);
