export const seen = [];

function readPacket(n) {
  const packet = new Uint8Array(8_192);
  new DataView(packet.buffer).setFloat64(0, n);
  return packet;
}

// A packet in parts.
function split(packet) {
  return { checksum: packet.subarray(0, 8), body: packet.subarray(8) };
}

export function receivePacket(n) {
  const { checksum, body } = split(readPacket(n));
  if (body.length === 0) return 0;
  seen.push(checksum);
  return checksum.length;
}

export function wasSeen(packet) {
  return seen.some((sum) => sum.every((byte, i) => byte === packet[i]));
}
