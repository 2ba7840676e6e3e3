export default async function test({ handleRequest }, assert) {
  assert.equal(await handleRequest(1), 10.7);
  assert.equal(await handleRequest(1), 10.7);
}
