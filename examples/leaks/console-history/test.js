export default function test({ checkout, log }, assert) {
  assert.equal(checkout(8), 7_500);
  assert.equal(log.recent().at(-1), 'checking out Cart(8)');
}
