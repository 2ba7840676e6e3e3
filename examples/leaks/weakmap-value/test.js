export default function test({ draw }, assert) {
  assert.equal(draw(4), 40);
}
