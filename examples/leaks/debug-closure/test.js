export default function test({ flush, makeThumbnail, setDebugging }, assert) {
  assert.deepEqual(makeThumbnail(3), { id: 3, average: 3 });
  setDebugging(true);
  makeThumbnail(4);
  assert.deepEqual(flush(), ['thumbnail 4: 16384 pixels, average 4']);
  setDebugging(false);
}
