export default async function test({ notify, visible }, assert) {
  assert.equal(notify(2), 'saved file 2');
  assert.equal(visible.size, 1);
  await new Promise((resolve) => { setTimeout(resolve, 6_000); });
  assert.equal(visible.size, 0);
}
