// commander reads command lines.
'use strict';
const { Command, Option } = require('commander');
function program() {
  const p = new Command('tool').description('does things').version('1.2.3').exitOverride().configureOutput({ writeOut: (s) => console.log(s), writeErr: (s) => console.log('err', s) });
  p.option('-v, --verbose', 'say more').addOption(new Option('-l, --level <n>', 'how much').choices(['1', '2']).default('1'));
  p.command('add <first> [more...]').description('adds').option('--no-check').action((first, more, options) => console.log('add', first, more, options, p.opts()));
  return p;
}
for (const args of [['add', '1', '2', '3', '--no-check'], ['-v', '-l', '2', 'add', 'x'], ['--help'], ['add'], ['-l', '9', 'add', 'x'], ['nope'], ['--version']]) {
  try { program().parse(args, { from: 'user' }); } catch (error) { console.log(error.code, error.exitCode); }
}
