// esprima parses itself.
'use strict';
const fs = require('fs');
const esprima = require('esprima');
const text = fs.readFileSync(require.resolve('esprima'), 'utf8');
const tree = esprima.parseScript(text, { loc: true, range: true, comment: true });
console.log(tree.body.length, tree.comments.length);
const json = JSON.stringify(tree);
console.log(json.length, json.slice(0, 300));
console.log(esprima.tokenize('var answer = 42 + /re/g.x'));
try {
  esprima.parseScript('if (');
} catch (error) {
  console.log(error.message, error.lineNumber, error.index);
}
