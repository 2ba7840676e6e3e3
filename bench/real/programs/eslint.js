// eslint lints.
'use strict';
const { Linter } = require('eslint');
const linter = new Linter({ configType: 'flat' });
const code = `var a = 1;
if (a == '1') { console.log(undefinedName) }
function f(unused) { return; a++ }
const o = { a: 1, a: 2 }; switch (a) { case 1: f(); case 2: break; }
async function g() { for (const x of []) await x; } debugger
let re = /[/, s = \`\${o}\`;`;
const rules = {};
for (const name of ['eqeqeq', 'no-undef', 'no-unused-vars', 'no-unreachable', 'no-dupe-keys', 'no-fallthrough', 'no-debugger', 'prefer-const', 'no-var', 'curly', 'no-await-in-loop', 'semi', 'quotes', 'indent', 'complexity', 'no-shadow', 'camelcase', 'max-len']) rules[name] = 'error';
for (const message of linter.verify(code, { rules })) console.log(message.line, message.column, message.ruleId, message.message);
const good = code.slice(0, code.lastIndexOf('\n'));
for (const message of linter.verify(good, { rules })) console.log(message.line, message.column, message.ruleId, message.message);
const fixed = linter.verifyAndFix(good, { rules });
console.log(fixed.fixed, fixed.output);
