// Questions to the engine, for the cheatsheet: small programs are run, and what
// the program says of their memory is read.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function ask(program, words) {
  const { stdout, stderr, error } = spawnSync(program, words,
    { encoding: 'utf8', maxBuffer: 1 << 27 });
  if (error) throw error;
  if (!stdout) throw new Error(`${words.join(' ')}: ${stderr}`);
  return stdout;
}

/** `glassheap` at a path, as something that can be asked; call `close` then. */
export function openEngine(program) {
  const folder = mkdtempSync(join(tmpdir(), 'glassheap-sheet-'));
  const file = join(folder, 'sheet.js');
  const at = (text) => {
    writeFileSync(file, text);
    return file;
  };
  return {
    version: () => ask(program, ['--version']).trim().split(' ').at(-1),
    /** The lines that a program writes. */
    linesOf: (text, ...flags) =>
      ask(program, ['run', ...flags, at(text)]).trim().split('\n'),
    /** A moment of it, as `show --json` has it. */
    show: (text, ...flags) =>
      JSON.parse(ask(program, ['show', '--json', ...flags, at(text)])),
    /** What repeating an action leaves behind. */
    grow: (path, action) => JSON.parse(ask(program,
      ['grow', '--json', path, '--call', action])),
    /** The classes that a program itself declares, in its heap at the end. */
    classesOf(text, filter) {
      const heap = join(folder, 'sheet.heapsnapshot');
      spawnSync(program, ['snapshot', '--output', heap, at(text)]);
      const { classes } = JSON.parse(ask(program,
        ['summary', '--json', heap, '--filter', filter, '--limit', '400']));
      return classes.filter(({ location }) => location);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
