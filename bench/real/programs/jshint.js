// jshint looks at itself and at bad code.
'use strict';
const fs = require('fs');
const { JSHINT } = require('jshint');
JSHINT('var a = 1\nfunction f() { return b; }\nif (a = 2) { eval("x") }\nfor (;;) {}\nf(', { undef: true, unused: true, esversion: 6 });
for (const error of JSHINT.errors) {
  if (error) console.log(error.code, error.line, error.character, error.reason);
}
const text = fs.readFileSync(require.resolve('mustache'), 'utf8');
JSHINT(text, { undef: true, unused: true, esversion: 6, node: true });
console.log(JSHINT.errors.length, JSON.stringify(JSHINT.data().functions.map((f) => [f.name, f.metrics])));
