export default function test({ reconnect }, assert) {
  assert.equal(reconnect(1).receive('prices'), true);
  const second = reconnect(2);
  assert.equal(second.id, 'connection-2');
  assert.equal(second.receive('weather'), false);
}
