export default function test({ countRunning, search }, assert) {
  const before = countRunning();
  assert.equal(search(1), 10);
  assert.ok(countRunning() <= before + 1);
}
