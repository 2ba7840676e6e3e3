export default function test({ handles, upload }, assert) {
  assert.equal(upload(7), 500);
  assert.deepEqual(handles.at(-1)(), { name: 'scan-7.png', size: 500 });
}
