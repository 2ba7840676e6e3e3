// terser minifies a library.
'use strict';
const fs = require('fs');
const path = require('path');
const { minify_sync: minify } = require('terser');
const text = fs.readFileSync(require.resolve('mustache'), 'utf8');
const result = minify(text, { sourceMap: true, compress: { passes: 2 }, mangle: { toplevel: true } });
console.log(result.code);
console.log(result.map.length);
console.log(minify('class A { #x = 1; get y() { return this.#x?.z ?? 2n ** 3n } } async function f() { for await (const a of b) await a } console.log(new A().y, f)').code);
try {
  minify('let a = ;');
} catch (error) {
  console.log(error.name, error.message, error.line, error.col);
}
