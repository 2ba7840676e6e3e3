// flags: --allow-fs-read
// stress: skip its timers are milliseconds apart, and time is real
// An answer of the system comes in the poll phase: its immediates before its
// timers, and behind the immediates of the program.
const fs = require('fs');
fs.readFile(__filename, () => {
  console.log('read');
  setTimeout(() => console.log('timer of read'), 0);
  setImmediate(() => console.log('immediate of read'));
  process.nextTick(() => console.log('tick of read'));
});
setImmediate(() => {
  console.log('immediate');
  setImmediate(() => console.log('immediate of immediate'));
});
fs.promises.readFile(__filename, 'utf8').then((text) => console.log('promise', text.length > 100));
// expect: immediate
// expect: immediate of immediate
// expect: read
// expect: tick of read
// expect: promise true
// expect: immediate of read
// expect: timer of read
