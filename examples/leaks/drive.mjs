// Calls an example's function again and again, for looking at its memory:
//
//   glassheap watch examples/leaks/drive.mjs weakref-map flawed.js
//   glassheap snapshot examples/leaks/drive.mjs --at 20:2 -o 2.heapsnapshot \
//     -- weakref-map flawed.js
//
// Line 20 is reached before the first calls, and after each forty of them and a
// minute: there time is the run's own, and waiting costs none.
import { readFileSync } from 'node:fs';

const [folder, file] = process.argv.slice(2);
const here = new URL(`./${folder}/`, import.meta.url);
const { action } =
  JSON.parse(readFileSync(new URL('scenario.json', here), 'utf8'));
const { [action]: call } = await import(`./${folder}/${file}`);

for (let n = 0; n <= 160; n++) {
  if (n % 40 === 0) {
    await new Promise((resolve) => { setTimeout(resolve, 60_000); });
    globalThis.round = n / 40; // here
  }
  await call(n);
}
