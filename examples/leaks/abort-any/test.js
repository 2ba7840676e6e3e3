export default async function test({ leavePage, search }, assert) {
  assert.equal(await search(1), 4);
  const running = search(2);
  leavePage();
  await assert.rejects(running, /left/);
}
