export default function test({ latestOrder, receiveMail }, assert) {
  assert.equal(receiveMail(7), 'A-1007');
  assert.equal(latestOrder(), 'A-1007');
}
