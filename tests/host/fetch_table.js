// stress: skip its timers are milliseconds apart, and time is real
// fetch answers what a table says; the network is shut.
glassheap.fetchTable({
  'https://example.org/text': 'a text',
  'https://example.org/users/*': ({ url, method }) => ({ json: { url, method } }),
  'POST https://example.org/users': { status: 201, statusText: 'Created', headers: { 'X-Id': 7 }, body: 'made' },
  'https://example.org/slow': { body: 'slow', delay: 60 },
  'https://example.org/turns': ['first', { status: 503 }],
  'https://example.org/broken': { error: 'ECONNRESET' },
});

async function main() {
  const text = await fetch('https://example.org/text');
  console.log(text.ok, text.status, text.headers.get('Content-Type'), text.url);
  console.log(await text.text(), text.bodyUsed);
  await text.text().catch((error) => console.log(error.name));
  console.log(await (await fetch(new URL('https://example.org/users/5?x=1'))).json());
  const made = await fetch('https://example.org/users', { method: 'post', body: JSON.stringify({ name: 'A' }) });
  console.log(made.status, made.statusText, made.headers.get('x-id'), await made.clone().text());
  for (let i = 0; i < 3; i++) console.log((await fetch('https://example.org/turns')).status);
  for (const url of ['https://example.org/broken', 'https://nowhere.example/']) {
    await fetch(url).catch((error) => console.log(`${error}: ${error.cause.message}`));
  }
  await fetch('https://example.org/slow', { signal: AbortSignal.timeout(20) })
    .catch((error) => console.log(error.name));
  const slow = fetch('https://example.org/slow').then((response) => response.text());
  console.log(await Promise.race([slow, new Promise((resolve) => { setTimeout(resolve, 40, 'earlier'); })]));
  console.log(await slow);
  const headers = new Headers([['b', 2], ['A', ' 1 '], ['a', 3]]);
  console.log(JSON.stringify([...headers]), headers.has('B'));
  console.log(Response.json({ x: 1 }).headers.get('content-type'));
}
main();
// expect: true 200 text/plain;charset=UTF-8 https://example.org/text
// expect: a text true
// expect: TypeError
// expect: { url: 'https://example.org/users/5?x=1', method: 'GET' }
// expect: 201 Created 7 made
// expect: 200
// expect: 503
// expect: 503
// expect: TypeError: fetch failed: ECONNRESET
// expect: TypeError: fetch failed: the network is shut: there is no canned answer for GET https://nowhere.example/; give one with glassheap.fetchTable({...}) or --fetch-table FILE
// expect: TimeoutError
// expect: earlier
// expect: slow
// expect: [["a","1, 3"],["b","2"]] true
// expect: application/json
