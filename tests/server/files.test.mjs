// What a program that is watched or recorded may read: what belongs to it, and
// nothing by way of a link, a forged recording or a name that is no text.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { GLASSHEAP, watchStdio } from './client.mjs';

const folder = mkdtempSync(join(tmpdir(), 'glassheap-files-'));
after(() => rmSync(folder, { recursive: true }));
const mine = join(folder, 'mine');
const secret = join(folder, 'secret.txt');
mkdirSync(join(mine, 'sub'), { recursive: true });
mkdirSync(join(folder, 'elsewhere/deep'), { recursive: true });
writeFileSync(join(mine, 'package.json'), '{}');
writeFileSync(join(mine, 'own.txt'), 'my own text '.repeat(10));
writeFileSync(secret, 'the secret');
symlinkSync(secret, join(mine, 'link.txt'));
symlinkSync(join(folder, 'elsewhere/deep'), join(mine, 'out'));
symlinkSync(join(folder, 'made.txt'), join(mine, 'nowhere.txt'));

const program = (name, lines) => {
  const path = join(mine, name);
  writeFileSync(path, `const fs = require('fs');
const code = (path, ...rest) => {
  try { return fs.readFileSync(path, ...rest); } catch (e) { return e.code; }
};\n${lines}\n`);
  return path;
};
const record = (path, output) => execFileSync(
  GLASSHEAP, ['record', '--allow-fs-read', path, '-o', output], { encoding: 'utf8' }).trim();

async function watchedLines(path) {
  const session = watchStdio(path, ['--allow-fs-read']);
  const { end } = await session.event('Time.ended');
  await session.seek(end);
  const { lines } = await session.ask('Console.describe');
  await session.close();
  return lines.map((line) => line.text);
}

test('neither links nor dots behind links lead outside', async () => {
  const path = program('links.js', `console.log(
    code('${join(mine, 'own.txt')}', 'latin1').slice(0, 6),
    code('${secret}'), code('${join(mine, 'link.txt')}'),
    code('${join(mine, 'out')}/../secret.txt'),
    code('${mine}/out/../../secret.txt'), code('${mine}/sub/../../secret.txt'));`);
  assert.deepEqual(await watchedLines(path),
    ['my own ENOENT ENOENT ENOENT ENOENT ENOENT']);
});

test('a pipe or a device is not read', async () => {
  execFileSync('mkfifo', [join(mine, 'pipe')]);
  const path = program('pipe.js',
    `console.log(code('${join(mine, 'pipe')}'), code('${mine}'));`);
  assert.deepEqual(await watchedLines(path), ['EACCES EISDIR']);
});

test('a name that is no text is no file, and the recording plays', () => {
  const path = program('names.js', "console.log(code('bad\\ud800name'));");
  const recording = join(folder, 'names.glass');
  assert.equal(record(path, recording), 'ENOENT');
  assert.equal(execFileSync(GLASSHEAP, ['run', recording],
    { encoding: 'utf8' }).trim(), 'ENOENT');
});

test('a recording cannot give itself the right to read', async () => {
  const path = program('forged.js', `console.log(code('${secret}', 'utf8'));`);
  const recording = join(folder, 'forged.glass');
  assert.equal(record(path, recording), 'ENOENT');
  const json = JSON.parse(readFileSync(recording, 'utf8'));
  json.live = secret;
  json.files = [];
  writeFileSync(recording, JSON.stringify(json));
  assert.equal(execFileSync(GLASSHEAP, ['run', recording],
    { encoding: 'utf8' }).trim(), 'ENOENT');
  assert.deepEqual(await watchedLines(recording), ['ENOENT']);
});

test('an answer that came twice is written once', () => {
  const path = program('twice.js', `const own = '${join(mine, 'own.txt')}';
console.log(code(own, 'latin1') === code(own, 'latin1'));`);
  const recording = join(folder, 'twice.glass');
  assert.equal(record(path, recording), 'true');
  const { files } = JSON.parse(readFileSync(recording, 'utf8'));
  const read = files.filter((each) => each.path.endsWith('own.txt'));
  assert.equal(read.filter((each) => each.text?.startsWith('my own')).length, 1);
  assert.equal(read.filter((each) => Number.isInteger(each.same)).length, 1);
  rmSync(join(mine, 'own.txt'));
  assert.equal(execFileSync(GLASSHEAP, ['run', recording],
    { encoding: 'utf8' }).trim(), 'true');
});

// ---- Changes ------------------------------------------------------------------

const read = (name) => {
  try {
    return readFileSync(join(mine, name), 'utf8');
  } catch ({ code }) {
    return code;
  }
};
const writer = (name, lines) => program(name, `
const tell = (change) => {
  try { change(); return 'done'; } catch (e) { return e.code; }
};\n${lines}`);

test('what a watched program writes is written once', async () => {
  const path = writer('log.js', `console.log(
    tell(() => fs.appendFileSync('${mine}/log.txt', 'line\\n')),
    code('${mine}/log.txt', 'utf8'));
  setTimeout(() => {
    fs.appendFileSync('${mine}/log.txt', 'later\\n');
    fs.mkdirSync('${mine}/made');
    fs.renameSync('${mine}/log.txt', '${mine}/made/log.txt');
  }, 10);`);
  const session = watchStdio(path, [], {},
    ['--allow-fs-read', '--allow-fs-write']);
  const { end } = await session.event('Time.ended');
  for (const moment of ['0.0', end, '1.0', end]) await session.seek(moment);
  const { lines } = await session.ask('Console.describe');
  assert.deepEqual(lines.map(({ text }) => text), ['done line\n']);
  assert.equal(read('made/log.txt'), 'line\nlater\n');
  assert.equal(read('log.txt'), 'ENOENT');
  await session.close();
});

test('a recording that is played writes nothing', () => {
  const path = writer('count.js', `console.log(
    tell(() => fs.appendFileSync('${mine}/count.txt', '\\0x')),
    tell(() => fs.writeFileSync('${mine}/sub/new.bin',
      Buffer.from([0, 255, 128]))));`);
  const output = join(folder, 'count.glass');
  const said = execFileSync(GLASSHEAP, ['record', '--allow-fs-write', path,
    '-o', output], { encoding: 'utf8' });
  assert.equal(said, 'done done\n');
  assert.deepEqual([...readFileSync(join(mine, 'sub/new.bin'))], [0, 255, 128]);
  rmSync(join(mine, 'sub/new.bin'));
  assert.equal(execFileSync(GLASSHEAP, ['run', output], { encoding: 'utf8' }),
    said);
  assert.equal(read('count.txt'), '\0x');
  assert.equal(read('sub/new.bin'), 'ENOENT');
});

test('a branch of time writes nothing', async () => {
  const path = writer('branch.js', `let word = 'never';
  setTimeout(() => { word = 'branch'; }, 1000);
  setTimeout(() => console.log(
    tell(() => fs.writeFileSync('${mine}/' + word + '.txt', word))), 500);
  console.log('begun');`);
  const session = watchStdio(path, [], {}, ['--allow-fs-write']);
  await session.event('Time.ended');
  assert.equal(read('never.txt'), 'never');
  rmSync(join(mine, 'never.txt'));
  await session.ask('Time.line', { line: 13 });
  const { queues } = await session.ask('Loop.describe');
  const first = queues.find(({ name }) => name === 'timers').tasks
    .find(({ due }) => due > 900);
  const ended = session.nextEvent('Time.ended');
  await session.ask('Time.change', { kind: 'due', address: first.address,
    due: 100 });
  await ended;
  await session.seek('end');
  const { lines } = await session.ask('Console.describe');
  assert.equal(lines.at(-1).text, 'EROFS');
  assert.deepEqual([read('never.txt'), read('branch.txt')],
    ['ENOENT', 'ENOENT']);
  await session.close();
});

test('nothing is written outside, nor without a grant', async () => {
  const path = writer('outside.js', `console.log(
    tell(() => fs.writeFileSync('${folder}/outside.txt', '')),
    tell(() => fs.writeFileSync('${mine}/out/deep.txt', '')),
    tell(() => fs.writeFileSync('${mine}/link.txt', 'changed')),
    tell(() => fs.writeFileSync('${mine}/nowhere.txt', 'made')),
    tell(() => fs.writeFileSync('${mine}/sub/../../up.txt', '')),
    tell(() => fs.renameSync('${mine}/own.txt', '${folder}/own.txt')),
    tell(() => fs.mkdirSync('${mine}/node_modules/x', { recursive: true })));`);
  const session = watchStdio(path, [], {}, ['--allow-fs-write']);
  await session.seek((await session.event('Time.ended')).end);
  const { lines } = await session.ask('Console.describe');
  assert.equal(lines[0].text, Array(7).fill('EACCES').join(' '));
  await session.close();
  assert.equal(readFileSync(secret, 'utf8'), 'the secret');
  assert.equal(read('../outside.txt'), 'ENOENT');
  assert.equal(read('../made.txt'), 'ENOENT');
  const plain = watchStdio(path);
  await plain.seek((await plain.event('Time.ended')).end);
  const refused = await plain.ask('Console.describe');
  assert.equal(refused.lines[0].text,
    Array(7).fill('ERR_ACCESS_DENIED').join(' '));
  await plain.close();
});

// ---- Standard input ------------------------------------------------------------

test('standard input is an input of the recording', async () => {
  const input = join(folder, 'input.bin');
  writeFileSync(input, Buffer.from([1, 0, 255, ...Array(70_000).fill(65)]));
  const path = program('input.js', `
    let n = 0;
    process.stdin.on('data', (piece) => { n += piece.length; });
    process.stdin.on('end', () => console.log('end', n, fs.readFileSync(0).length));`);
  const output = join(folder, 'input.glass');
  const said = execFileSync(GLASSHEAP, ['record', path, '-o', output],
    { encoding: 'utf8', input: readFileSync(input) });
  assert.equal(said, 'end 70003 0\n');
  assert.equal(execFileSync(GLASSHEAP, ['run', output],
    { encoding: 'utf8', input: 'other' }), said);
  const session = watchStdio(path, [], {}, ['--stdin', input]);
  const { end } = await session.event('Time.ended');
  const hashes = [];
  for (const moment of [end, '5.0', '1.0', end]) {
    await session.seek(moment);
    hashes.push(await session.hash());
  }
  assert.equal(hashes[0], hashes[3]);
  const { lines } = await session.ask('Console.describe');
  assert.equal(lines[0].text, 'end 70003 0');
  await session.close();
});
