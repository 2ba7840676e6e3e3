export default function test({ dropped, readDocument }, assert) {
  assert.equal(readDocument(1), 64);
  assert.equal(dropped.length, 0); // it was closed
}
