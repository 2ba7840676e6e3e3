export default async function test({ importFeed, lines }, assert) {
  assert.equal(await importFeed(1), 20);
  assert.ok(lines.includes('waiting for https://feeds.example/1.xml'));
  assert.equal(await importFeed(4), 0);
  assert.ok(lines.includes('https://feeds.example/4.xml: refused'));
}
