export const seen = [];

function readPacket(n) {
  const packet = new Uint8Array(8_192);
  new DataView(packet.buffer).setFloat64(0, n);
  return packet;
}

export function receivePacket(n) {
  const packet = readPacket(n);
  const checksum = packet.slice(0, 8); // a copy
  seen.push(checksum);
  return checksum.length;
}

export function wasSeen(packet) {
  return seen.some((sum) => sum.every((byte, i) => byte === packet[i]));
}
