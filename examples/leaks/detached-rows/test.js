export default function test({ add, count, remove, undo }, assert) {
  const before = count();
  const row = add(7);
  assert.equal(row.textContent, '7item 7x');
  remove(row);
  assert.equal(count(), before);
  assert.equal(undo().dataset.id, '7');
  assert.equal(count(), before + 1);
}
