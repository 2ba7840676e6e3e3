// Runs the functional test of an example on one of its files:
//
//   glassheap run examples/leaks/check.mjs weakref-map fixed.js
//
// A fix that takes the feature away is no fix: the test passes on all files of
// an example, the flawed one included.
import assert from 'node:assert/strict';

const [folder, file] = process.argv.slice(2);
const subject = await import(`./${folder}/${file}`);
const { default: test } = await import(`./${folder}/test.js`);
await test(subject, assert);
console.log(`${folder}/${file}: passed`);
process.exit(); // a timer that leaks would go on
