// The web server: who may look, viewers that come and go, the page.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  GLASSHEAP, fixture, openSocket, watchServer,
} from './client.mjs';
import { spawn } from 'node:child_process';

let server;
before(async () => { server = await watchServer(fixture('objects.js')); });
after(() => server.stop());

// GET with any headers. Gives {status, headers, text}.
const get = (path, headers = {}, method = 'GET') =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, headers, method },
      (response) => {
        let text = '';
        response.on('data', (piece) => { text += piece; });
        response.on('end', () => resolve({
          status: response.statusCode, headers: response.headers, text,
        }));
      }).on('error', reject).end();
  });

test('the output of the program comes before the address', () => {
  assert.match(server.output(), /^Cannot read[^]*The viewer: http/);
});

test('the page is served with headers that keep it in', async () => {
  const page = await get('/');
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'], /^text\/html/);
  assert.match(page.headers['content-security-policy'],
    /default-src 'none'.*frame-ancestors 'self' http:\/\/127/);
  assert.equal(page.headers['x-content-type-options'], 'nosniff');
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.ok(!page.text.includes(server.token));
  for (const path of ['/nothing', '/../etc/passwd', '/%2e%2e/x', '/session']) {
    assert.equal((await get(path)).status, 404, path);
  }
  assert.equal((await get('/', {}, 'POST')).status, 405);
});

test('other hosts and origins are refused', async () => {
  const evil = { Host: 'evil.example' };
  assert.equal((await get('/', evil)).status, 403);
  const origins = ['http://evil.example', 'null',
    `https://127.0.0.1:${server.port}`, 'http://127.0.0.1:1',
    `http://127.0.0.1:${server.port}.evil.example`];
  for (const Origin of origins) {
    assert.equal((await get('/', { Origin })).status, 403, Origin);
    await assert.rejects(openSocket(server, { headers: { Origin } }),
      /403|closed/, Origin);
  }
  await assert.rejects(openSocket(server, { headers: evil }), /403|closed/);
});

test('the session wants the token', async () => {
  const wrong = server.token.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
  for (const path of ['/session', '/session?token=', `/session?token=${wrong}`,
    `/session?token=${server.token}0`, `/?token=${server.token}`]) {
    await assert.rejects(openSocket(server, { path }), /403|closed/, path);
  }
});

test('our own names and origins are welcome', async () => {
  for (const name of ['127.0.0.1', 'localhost']) {
    const host = `${name}:${server.port}`;
    const session = await openSocket(server, {
      headers: { Host: host, Origin: `http://${host}` },
    });
    assert.ok((await session.ask('Time.describe')).end);
    session.close();
  }
});

test('two viewers stand at moments of their own', async () => {
  const [one, two] = [await openSocket(server), await openSocket(server)];
  await one.seek('10.0');
  await two.seek('end');
  const first = await one.hash();
  assert.notEqual(first, await two.hash());
  await two.seek('10.0');
  assert.equal(await two.hash(), first);
  assert.equal((await one.ask('Time.describe')).viewers, 2);
  // one that leaves in the middle of a journey takes nothing with it
  two.request('Time.line', { line: 12, hit: 1500 });
  two.close();
  const viewers = async () => (await one.ask('Time.describe')).viewers;
  while (await viewers() > 1) await delay(20);
  assert.equal(await one.hash(), first);
  one.close();
});

test('messages in pieces, and large ones', async () => {
  const session = await openSocket(server);
  const answer = new Promise((resolve) => session.waiting.set(99, resolve));
  session.sendPieces(['{"id": 99, "meth', 'od": "Time.', 'describe"}']);
  assert.ok((await answer).result.end);
  const text = 'x'.repeat(200_000);
  const { error } = await session.request('Time.step', { kind: text });
  assert.match(error.message, /`kind` is wrong/);
  const { blocks } = await session.ask('Heap.map');
  const full = blocks.reduce((a, b) => (a.cells > b.cells ? a : b));
  const { cells } = await session.ask('Heap.map', { block: full.block });
  assert.ok(JSON.stringify(cells).length > 20_000);
  session.close();
});

test('viewers that have left leave no processes', async () => {
  const rooms = () => readdirSync('/proc').filter((name) => {
    try {
      return readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /, '').split(' ')[1] === String(server.child.pid);
    } catch {
      return false;
    }
  }).length;
  const before = rooms();
  for (let i = 0; i < 5; i++) {
    const session = await openSocket(server);
    await session.seek('end');
    await session.step('into', 'back');
    session.close();
  }
  for (let i = 0; i < 500 && rooms() > before; i++) await delay(20);
  assert.ok(rooms() <= before, `${rooms()} processes, ${before} before`);
});

test('a port in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address();
  const child = spawn(GLASSHEAP,
    ['watch', '--port', String(port), fixture('throws.js')]);
  let stderr = '';
  child.stderr.on('data', (piece) => { stderr += piece; });
  const [status] = await once(child, 'close');
  other.close();
  assert.equal(status, 6);
  assert.match(stderr, new RegExp(`port ${port} is in use.*--port 0`));
  // the program has not run
  assert.ok(!stderr.includes('TypeError'));
});

test('an endless program is served, and ends with the server', async () => {
  const endless = await watchServer(fixture('loop.js'));
  assert.match(endless.output(), /still running/);
  const session = await openSocket(endless);
  assert.equal((await session.ask('Time.pause')).reason, 'paused');
  assert.equal(await endless.stop('SIGTERM'), 0);
});
