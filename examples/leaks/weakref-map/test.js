export default function test({ load, showPicture }, assert) {
  assert.equal(showPicture(1), 1_024);
  assert.equal(load('a.webp'), load('a.webp'));
}
