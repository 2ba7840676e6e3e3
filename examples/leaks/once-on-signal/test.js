export default async function test({ signOut, upload }, assert) {
  assert.equal(await upload(11), 'photo-11.jpg: done');
  const running = upload(111111);
  signOut();
  assert.match(await running, /aborted|done/);
}
