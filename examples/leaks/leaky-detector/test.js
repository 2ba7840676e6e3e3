export default function test({ openPage, survivors }, assert) {
  assert.equal(openPage(1), 100);
  const { chart, table } = survivors();
  assert.ok(chart >= 1 && table >= 1);
}
