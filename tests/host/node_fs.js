// flags: --allow-fs-read --allow-fs-write
// Files: reading, listing, and writing where that is granted.
const fs = require('fs');
const path = require('path');
const folder = path.join(__dirname, 'fixtures/commonjs');
console.log(JSON.parse(fs.readFileSync(path.join(folder, 'data.json'), 'utf8')).name); // expect: data
console.log(fs.readdirSync(folder).slice(0, 3), fs.existsSync(folder), fs.existsSync('/nope')); // expect: [ 'counter.js', 'cycle-a.js', 'cycle-b.js' ] true false
console.log(fs.statSync(folder).isDirectory(), fs.statSync(__filename).size > 100); // expect: true true
try {
  fs.readFileSync('/nope/nothing');
} catch (error) {
  console.log(error.code, error.errno, error.message); // expect: ENOENT -2 ENOENT: no such file or directory, open '/nope/nothing'
}
const temporary = fs.mkdtempSync('/tmp/glassheap-fs-');
const file = path.join(temporary, 'a/b.txt');
fs.mkdirSync(path.dirname(file), { recursive: true });
fs.writeFileSync(file, 'one\n');
fs.appendFileSync(file, Buffer.from('two\n'));
fs.renameSync(file, `${file}.new`);
console.log(fs.readFileSync(`${file}.new`, 'utf8').split('\n')); // expect: [ 'one', 'two', '' ]
console.log(fs.readdirSync(temporary, { recursive: true })); // expect: [ 'a', 'a/b.txt.new' ]
fs.rmSync(temporary, { recursive: true });
console.log(fs.existsSync(temporary)); // expect: false
fs.promises.readFile('/nope').catch((error) => console.log(error.code)); // expect: ENOENT
