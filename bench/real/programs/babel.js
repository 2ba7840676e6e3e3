// babel compiles modern syntax to old.
'use strict';
const babel = require('@babel/core');
const code = `
import x, { y as z } from './m.js';
export class A extends B { #p = 1; static s = 2; get p() { return this.#p ?? z?.q; } async m(...args) { await x(...args); for await (const v of w()) yield_(v); } }
export const f = async function* ({ a = 1, ...rest }) { yield* rest; };
const t = \`a\${x}b\`, [p, , ...q] = t; export default (a, b = 2) => ({ ...a, [b]: p ** 2n });
label: for (const i of q) { if (i) continue label; (() => { q.push(() => i); })(); }
`;
const result = babel.transformSync(code, {
  presets: [['@babel/preset-env', { targets: 'ie 11' }]], filename: 'a.js', babelrc: false, configFile: false, sourceMaps: true,
});
console.log(result.code);
console.log(result.map.mappings.length, result.map.names);
try {
  babel.transformSync('let a = ;', { filename: 'b.js', babelrc: false, configFile: false });
} catch (error) {
  console.log(error.message.replace(process.cwd(), ''));
}
