// Calls an example's function again and again, for looking at its memory:
//
//   glassheap watch examples/leaks/drive.mjs weakref-map flawed.js
//   glassheap snapshot examples/leaks/drive.mjs --at 19:2 -o 2.heapsnapshot \
//     -- weakref-map flawed.js
//
// Line 19 is reached before the first calls, and after each forty of them and a
// minute: there time is the run's own, and waiting costs none.
// A page has no arguments: with --host browser it is detached-rows.
const [folder, file] =
  globalThis.process?.argv.slice(2) ?? ['detached-rows', 'flawed.js'];
const { default: { action } } =
  await import(`./${folder}/scenario.json`, { with: { type: 'json' } });
const { [action]: call } = await import(`./${folder}/${file}`);

for (let n = 0; n <= 160; n++) {
  if (n % 40 === 0) {
    await new Promise((resolve) => { setTimeout(resolve, 60_000); });
    globalThis.round = n / 40; // here
  }
  await call(n);
}
