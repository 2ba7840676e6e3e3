export default function test({ receivePacket, wasSeen }, assert) {
  assert.equal(receivePacket(5), 8);
  const packet = new Uint8Array(new Float64Array([5]).buffer).reverse();
  assert.equal(wasSeen(packet), true);
  assert.equal(wasSeen(new Uint8Array(8).fill(77)), false);
}
