// uglify-js minifies a library.
'use strict';
const fs = require('fs');
const uglify = require('uglify-js');
const text = fs.readFileSync(require.resolve('mustache'), 'utf8');
const result = uglify.minify(text, { compress: { passes: 2 }, mangle: true, sourceMap: true });
console.log(result.error, result.code);
console.log(result.map.length, result.map.slice(0, 200));
console.log(uglify.minify('function f(a, b) { var unused = 1; if (a) { return b + 1 } else { return b + 1 } }').code);
console.log(String(uglify.minify('var x = (').error));
