export default async function test({ runJob, shutDown }, assert) {
  assert.equal(await runJob(1), 3);
  const running = runJob(2);
  shutDown();
  assert.equal(await running, 'shutting down');
  assert.equal(await runJob(3), 'shutting down');
}
