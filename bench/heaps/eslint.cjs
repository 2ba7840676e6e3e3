// A linter at work: ESLint lints its own sources, and in the middle of file
// SIZE, syntax tree, scopes and rules alive, the snapshot is taken.
//
//   node bench/heaps/eslint.cjs SIZE OUT.heapsnapshot
//
// eslint is looked for in HEAP_PEERS, the folder of packages that
// bench/heap.mjs makes.
'use strict';
const { readFileSync, readdirSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const v8 = require('node:v8');

const folder = createRequire(join(process.env.HEAP_PEERS ?? '.', 'x.js'));
const { Linter } = folder('eslint');
const rulesFolder = join(dirname(folder.resolve('eslint/package.json')),
  'lib/rules');
const files = readdirSync(rulesFolder).filter((name) => name.endsWith('.js'));

const [size, out] = process.argv.slice(2);
const linter = new Linter({ configType: 'flat' });
let left = Number(size);
const watching = {
  create: () => ({
    'Program:exit'() {
      if (--left === 0) v8.writeHeapSnapshot(out);
    },
  }),
};
const config = [{
  plugins: { own: { rules: { watching } } },
  languageOptions: { sourceType: 'commonjs' },
  rules: {
    'own/watching': 'error', 'no-unused-vars': 'warn', 'prefer-const': 'warn',
    'no-shadow': 'warn', complexity: ['warn', 5], 'no-magic-numbers': 'warn',
  },
}];
globalThis.messages = [];
for (let i = 0; left > 0; i++) {
  const name = files[i % files.length];
  const text = readFileSync(join(rulesFolder, name), 'utf8');
  globalThis.messages.push(...linter.verify(text, config, name));
}
