// Runs `glassheap` for the tests of the command line.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(HERE, '../..');
export const GLASSHEAP =
  process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');
export const fixture = (name) => join(HERE, 'fixtures', name);

// {status, signal, stdout, stderr} of a command; `input` goes to its standard
// input.
export function glassheap(args, { env = {}, input = '', cwd } = {}) {
  return new Promise((resolve) => {
    const child = spawn(GLASSHEAP, args, {
      env: { ...process.env, LC_ALL: 'C.UTF-8', ...env }, cwd,
    });
    const result = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8');
      child[name].on('data', (piece) => { result[name] += piece; });
    }
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('close', (status, signal) =>
      resolve({ ...result, status, signal }));
  });
}
