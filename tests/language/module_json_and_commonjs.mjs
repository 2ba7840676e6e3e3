// JSON with its attribute, and modules of CommonJS with the names that their
// text shows.
import data, * as json from './fixtures/modules/data.json' with { type: 'json' };
import whole, { named, other, defined } from './fixtures/modules/plain.cjs';
import { createRequire } from 'node:module';
console.log(data.list, json.default === data); // expect: [ 1, 2 ] true
console.log(named, other, defined, whole.named); // expect: named 1 2 named
const require = createRequire(import.meta.filename);
console.log(require('./fixtures/modules/plain.cjs') === whole); // expect: true
console.log(require('./fixtures/modules/counter.mjs').constant); // expect: constant
console.log(import.meta.filename.endsWith('module_json_and_commonjs.mjs'), import.meta.url.slice(0, 8)); // expect: true file:///
