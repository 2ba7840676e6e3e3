export default function test({ pay, report }, assert) {
  report();
  assert.equal(pay(1), 0);
  assert.equal(pay(2), 4_900);
  assert.deepEqual(report(), ['pay-1: card declined']);
}
