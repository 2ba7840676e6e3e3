// The lab: viewers that bring their programs.
import assert from 'node:assert/strict';
import { get, request } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { labServer, openSocket } from './client.mjs';

let lab;
before(async () => { lab = await labServer(); });
after(() => lab.stop());

const COUNT = 'let sum = 0;\nfor (let i = 0; i < 10; i++) sum += i;\n' +
  'console.log(sum);\n';

async function consoleText(session) {
  const { lines } = await session.ask('Console.describe', {});
  return lines.map(({ text }) => text).join('\n');
}

test('a program runs, and can be walked both ways', async () => {
  const session = await openSocket(lab);
  assert.deepEqual(await session.ask('Lab.run', { source: COUNT }), {});
  await session.event('Time.ended');
  await session.seek('end');
  assert.equal(await consoleText(session), '45');
  const state = await session.ask('Time.line', { line: 3 });
  assert.equal(state.line, 3);
  assert.equal(await consoleText(session), '');
  session.close();
});

test('one program follows another on the same line', async () => {
  const session = await openSocket(lab);
  for (const text of ['first', 'second']) {
    await session.ask('Lab.run', { source: `console.log('${text}');` });
    await session.seek('end');
    assert.equal(await consoleText(session), text);
  }
  session.close();
});

test('what was asked of a program that another one replaces is refused',
  async () => {
    const session = await openSocket(lab);
    await session.ask('Lab.run', { source: 'let a = { x: 1 };\nlet b = [a];\n' });
    await session.seek('end');
    const { value } = await session.ask('Why.evaluate', { expression: 'a' });
    const asked = [
      ...[1, 2, 3].map(() => session.ask('Why.allocated',
        { address: value.address })),
      session.ask('Time.seek', { moment: '0.0' }),
    ].map((each) => each.catch(({ message }) => message));
    await session.ask('Lab.run', { source: COUNT });
    const answers = await Promise.all(asked);
    assert.match(String(answers.at(-1)), /another program was started/);
    session.close();
  });

test('dominators, distance, and what falls out by address', async () => {
  const session = await openSocket(lab);
  await session.ask('Lab.run', { source: `let root = { only: { leaf: {} } };
let other = { to: root.only };
console.log('here');
` });
  await session.ask('Time.line', { line: 3 });
  const at = async (expression) => (await session.ask('Why.evaluate',
    { expression })).value.address;
  const [leaf, only, root] = [await at('root.only.leaf'),
    await at('root.only'), await at('root')];
  const told = await session.ask('Heap.dominators', { address: leaf });
  assert.equal(told.distance, 3);
  assert.deepEqual(told.dominators.map(({ address }) => address), [only]);
  const retained = await session.ask('Heap.retained', { address: leaf });
  assert.deepEqual([told.bytes, told.cells], [retained.bytes, retained.cells]);
  await session.ask('WhatIf.cut', { edge: 'root' });
  assert.deepEqual((await session.ask('WhatIf.collect')).dead, [root]);
  await session.ask('WhatIf.cut', { edge: 'other' });
  const { dead } = await session.ask('WhatIf.collect');
  assert.ok([only, leaf].every((address) => dead.includes(address)));
  await assert.rejects(session.ask('Heap.dominators', { address: 1 }),
    /no cell/);
  session.close();
});

test('two learners do not see each other', async () => {
  const sessions = await Promise.all([openSocket(lab), openSocket(lab)]);
  await Promise.all(sessions.map((session, index) =>
    session.ask('Lab.run', { source: `const mine = ${index};` })));
  for (const [index, session] of sessions.entries()) {
    await session.seek('end');
    const { frames } = await session.ask('Stack.describe');
    assert.equal(frames[0].variables.find(({ name }) => name === 'mine')
      .value.text, String(index));
    session.close();
  }
});

test('before there is a program every question is refused', async () => {
  const session = await openSocket(lab);
  await assert.rejects(session.ask('Stack.describe'), /Lab.run/);
  session.close();
});

test('a syntax error is told with its place, and the line stays open',
  async () => {
    const session = await openSocket(lab);
    await assert.rejects(session.ask('Lab.run', {
      source: 'let a = 1;\nlet = ;', name: 'mine.js',
    }), /mine\.js:2[\s\S]*SyntaxError/);
    await assert.rejects(session.ask('Stack.describe'), /Lab.run/);
    await session.ask('Lab.run', { source: COUNT });
    await session.seek('end');
    assert.equal(await consoleText(session), '45');
    session.close();
  });

test('a module is one; files and settings that are wrong are refused',
  async () => {
    const session = await openSocket(lab);
    await session.ask('Lab.run', {
      source: 'export const a = await 1; console.log(this);', kind: 'module',
    });
    await session.seek('end');
    assert.equal(await consoleText(session), 'undefined');
    await assert.rejects(session.ask('Lab.run', { source: '', kind: 'page' }),
      /`kind` is wrong/);
    await assert.rejects(
      session.ask('Lab.run', { source: '', heapLimit: 2 ** 40 }), /256 MiB/);
    await session.ask('Lab.run', { source: `
      try { require('fs').readFileSync('/etc/passwd'); }
      catch (error) { console.log(error.code); }`, kind: 'commonjs' });
    await session.seek('end');
    assert.equal(await consoleText(session), 'ERR_ACCESS_DENIED');
    session.close();
  });

test('what nobody asks about sleeps, and wakes where it was', async () => {
  const quick = await labServer(1);
  const session = await openSocket(quick);
  await session.ask('Lab.run', { source: COUNT });
  await session.event('Time.ended');
  const { moment } = await session.ask('Time.line', { line: 2, hit: 1 });
  const hash = await session.hash();
  const children = () => readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/stat`, 'utf8')
        .split(') ')[1].split(' ')[1] === String(quick.child.pid);
    } catch {
      return false;
    }
  }).length;
  assert.ok(children() > 0);
  while (children()) await delay(50);
  assert.equal(await session.hash(), hash);
  assert.equal((await session.ask('Time.describe')).current.moment, moment);
  session.close();
  await quick.stop();
});

const page = (path) => new Promise((resolve, reject) => {
  get({ port: lab.port, path, headers: { Host: `127.0.0.1:${lab.port}` } },
    (response) => {
      response.resume();
      resolve(response);
    }).on('error', reject);
});

test('the token stays in a cookie of this browser, on these pages alone',
  async () => {
    const { headers } = await page(`/?token=${lab.token}`);
    const [cookie] = headers['set-cookie'];
    assert.match(cookie, /HttpOnly; SameSite=Strict/);
    const session = await openSocket(lab, {
      path: '/session', headers: { Cookie: cookie.split(';')[0] },
    });
    session.close();
    assert.equal((await page('/')).headers['set-cookie'], undefined);
    await assert.rejects(openSocket(lab, { path: '/session' }), /403/);
    await assert.rejects(openSocket(lab, {
      path: '/session', headers: { Cookie: `glassheap-${lab.port}=0` },
    }), /403/);
  });

test('every address without an ending is the page', async () => {
  for (const path of ['/', '/learn/3', '/simulators/shapes']) {
    const { statusCode, headers } = await page(path);
    assert.equal(statusCode, 200, path);
    assert.match(headers['content-security-policy'],
      /frame-ancestors 'self' http:\/\/127\.0\.0\.1:\* http:\/\/localhost:\*$/);
  }
  assert.equal((await page('/nothing.js')).statusCode, 404);
});

test('files that come with a program lie beside it', async () => {
  const session = await openSocket(lab);
  await session.ask('Lab.run', {
    kind: 'module', name: 'check.mjs', source: `
      import assert from 'node:assert/strict';
      import * as subject from './subject.js';
      import test from './test.js';
      await test(subject, assert);
      console.log('passed');`,
    files: {
      'subject.js': 'export const twice = (n) => 2 * n;',
      'test.js': 'export default ({ twice }, assert) => {\n' +
        'assert.equal(twice(21), 42); };',
    },
  });
  await session.seek('end');
  assert.equal(await consoleText(session), 'passed');
  await assert.rejects(session.ask('Lab.run', {
    source: '', files: { '../up.js': '' },
  }), /`files` are texts by their names/);
  session.close();
});

test('the judge measures what a program leaves behind, and says why',
  async () => {
    const session = await openSocket(lab);
    const report = await session.ask('Lab.judge', {
      source: `const seen = new Map();
        export function handle(n) { seen.set('at ' + n, { n }); }`,
      name: 'mine.mjs', call: 'handle', rounds: 4, iterations: 5,
    });
    assert.ok(report.growth > 0);
    assert.equal(report.rounds.length, 5);
    assert.match(JSON.stringify(report.leaks), /seen/);
    const fixed = await session.ask('Lab.judge', {
      source: 'export function handle(n) { return { n }; }', name: 'mine.mjs',
    });
    assert.equal(fixed.growth, 0);
    session.close();
  });

test('the judge says what a cut would free', async () => {
  const session = await openSocket(lab);
  const { cuts: [cut, nothing] } = await session.ask('Lab.judge', {
    source: `const seen = [];
      export function handle(n) { seen.push({ n }); }`,
    name: 'mine.mjs', cut: 'seen[*],nothing', rounds: 4,
  });
  assert.ok(cut.growth > 0);
  assert.equal(cut.frees, cut.growth);
  assert.equal(nothing.references, 0);
  session.close();
});

test('endless programs do not keep the judge from others', async () => {
  const endless = { source: 'export function handle() { for (;;) {} }',
    name: 'mine.mjs' };
  const sound = { source: 'export function handle(n) { return { n }; }',
    name: 'mine.mjs' };
  const hostile = await Promise.all([openSocket(lab), openSocket(lab)]);
  const session = await openSocket(lab);
  const ask = (each) => assert.rejects(each.ask('Lab.judge', endless),
    /longer than 20 seconds/);
  await Promise.all(hostile.map(ask));
  // from now on the two share one of the places
  const again = hostile.map((each) =>
    each.ask('Lab.judge', endless).catch(() => {}));
  const start = performance.now();
  assert.equal((await session.ask('Lab.judge', sound)).growth, 0);
  assert.ok(performance.now() - start < 10_000);
  for (const each of [...hostile, session]) each.close();
  void again;
});

test('what cannot be judged is said by its own name, not by ours', async () => {
  const session = await openSocket(lab);
  await assert.rejects(session.ask('Lab.judge', {
    source: 'export function handle( {', name: 'mine.mjs',
  }), ({ message }) => /mine\.mjs:1/.test(message) &&
    /SyntaxError/.test(message) && !/tmp/.test(message));
  await assert.rejects(session.ask('Lab.judge', { source: '', name: 'a/b' }),
    /`name` is wrong/);
  // it takes long enough for the second one to come meanwhile
  const first = session.ask('Lab.judge', {
    source: 'export function handle() { for (let i = 0; i < 3e5; i++); }',
    name: 'mine.mjs',
  });
  await assert.rejects(session.ask('Lab.judge', { source: '' }),
    /being judged already/);
  assert.equal((await first).growth, 0);
  session.close();
});

const HEAP = `{"snapshot":{"meta":{"node_fields":["type","name","id",
"self_size","edge_count","trace_node_id"],"node_types":[["hidden","object"],
"string","number","number","number","number"],"edge_fields":["type",
"name_or_index","to_node"],"edge_types":[["context","element"],
"string_or_number","node"]},"node_count":2,"edge_count":1},"nodes":[0,0,1,0,1,0,
1,1,3,64,0,0],"edges":[1,1,6],"strings":["","Thing"]}`.replaceAll('\n', '');

const upload = (body, headers) => new Promise((resolve, reject) => {
  const sent = request({
    port: lab.port, path: `/upload?token=${lab.token}`, method: 'POST',
    headers: { Host: `127.0.0.1:${lab.port}`,
      Origin: `http://127.0.0.1:${lab.port}`, ...headers },
  }, async (response) => {
    let text = '';
    for await (const piece of response) text += piece;
    resolve({ status: response.statusCode, text });
  });
  sent.on('error', reject).end(body);
});

// The page that serves a heap, and what it says of itself.
async function heapAt(address) {
  const { port, searchParams } = new URL(address);
  const session = await openSocket(
    { port: Number(port), token: searchParams.get('token') });
  const state = await session.ask('HeapSnapshot.describe', {});
  session.close();
  return state;
}

test('a heap snapshot that is sent can be looked at', async () => {
  const { status, text } = await upload(HEAP);
  assert.equal(status, 200);
  const { address } = JSON.parse(text);
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/\?token=/);
  const { files } = await heapAt(address);
  assert.equal(files.length, 1);
});

test('what is no heap snapshot is said; from elsewhere nothing is taken',
  async () => {
    const { text } = await upload('{"nothing": 1}');
    assert.match(JSON.parse(text).error, /^dropped\.heapsnapshot: /);
    assert.equal((await upload(HEAP, { Origin: 'http://evil.example' })).status,
      403);
  });

test('a program\'s heap is taken at moments', async () => {
  const session = await openSocket(lab);
  await session.ask('Lab.run', { source: COUNT, name: 'count.js' });
  const { address } = await session.ask('Lab.snapshot',
    { moments: ['1', 'end'] });
  assert.equal((await heapAt(address)).files.length, 2);
  await assert.rejects(session.ask('Lab.snapshot', { moments: ['-o'] }),
    /moments are wanted/);
  await assert.rejects(session.ask('Lab.snapshot', { moments: ['999.9'] }),
    /999/);
  session.close();
});
