export default function test({ latest, summarise }, assert) {
  assert.equal(summarise(3), 0.5);
  assert.equal(latest(3)(4_000), 1);
}
