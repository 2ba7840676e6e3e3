export default function test({ askUser }, assert) {
  assert.equal(askUser(9), 'delete file 9: yes');
}
