// acorn parses itself.
'use strict';
const fs = require('fs');
const acorn = require('acorn');
const text = fs.readFileSync(require.resolve('acorn'), 'utf8');
const tokens = [...acorn.tokenizer(text, { ecmaVersion: 2020 })];
console.log(tokens.length, tokens[1000].value, tokens[1000].start);
const tree = acorn.parse(text, { ecmaVersion: 2020, locations: true });
const kinds = {};
(function walk(node) {
  if (!node || typeof node.type !== 'string') return;
  kinds[node.type] = (kinds[node.type] || 0) + 1;
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (Array.isArray(value)) value.forEach(walk);
    else if (value && typeof value === 'object') walk(value);
  }
})(tree);
console.log(kinds);
try {
  acorn.parse('let x = ;', { ecmaVersion: 2022 });
} catch (error) {
  console.log(error.message, error.pos, error.loc);
}
console.log(JSON.stringify(acorn.parse('a?.b ?? c', { ecmaVersion: 2022 })));
