// The lines of an interface are iterated over.
// flags: --stdin tests/host/fixtures/input.txt
import { createInterface } from 'node:readline';
const lines = [];
for await (const line of createInterface({ input: process.stdin })) {
  lines.push(line);
}
console.log(lines); // expect: [ '1 2', '3 4', '', '5' ]
