// The engines that benchmarks run: ours and the peers that are found on the
// path or where the environment says (QJS, NODE, GLASSHEAP).
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const OURS = 'glassheap';

function fail(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}

export const geometricMean = (numbers) =>
  Math.exp(numbers.reduce((sum, each) => sum + Math.log(each), 0) /
    numbers.length);

// Of an even number the mean of the two in the middle.
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

function onPath(program) {
  if (program.includes('/')) return existsSync(program);
  return (process.env.PATH ?? '').split(':')
    .some((folder) => existsSync(join(folder, program)));
}

// Those that are there: {name, command}. `peers` are more, as NAME=COMMAND.
export function findEngines(peers = []) {
  const glassheap = process.env.GLASSHEAP ?? join(ROOT, 'build/glassheap');
  const engines = [
    { name: OURS, command: [glassheap, 'run', '--allow-fs-read'] },
    { name: 'qjs', command: [process.env.QJS ?? 'qjs', '--script'] },
    { name: 'node', command: [process.env.NODE ?? 'node', '--jitless'] },
    ...peers.map((peer) => {
      const [, name, command] = /^([^=]+)=(.+)$/.exec(peer) ??
        fail(`a peer is NAME=COMMAND, not ${peer}`);
      return { name, command: command.split(' ') };
    }),
  ];
  if (!onPath(glassheap)) fail(`${glassheap} is missing: run \`make\``);
  return engines.filter((engine) => onPath(engine.command[0]));
}
