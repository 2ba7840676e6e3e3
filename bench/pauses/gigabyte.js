// About 1 GB of objects, arrays, strings and Maps stays alive while garbage is
// made. Wants --heap-limit 4G.
const rooms = [];
let bytes = 0;
for (let i = 0; bytes < 1 << 30; i++) {
  const room = {
    name: `room ${i}`,
    items: Array.from({ length: 40 }, (_, j) => ({ id: j, size: j * 1.5 })),
    index: new Map([[i, i], [i + 1, { i }]]),
    neighbour: rooms.length ? rooms[rooms.length >> 1] : null,
  };
  rooms.push(room);
  bytes += 3400;
}

let made = 0;
for (let round = 0; round < 10_000_000; round++) {
  const a = { partner: null, round };
  a.partner = { partner: a };
  if (round % 64 === 0) rooms[round % rooms.length].neighbour = a;
  made += 2;
}
console.log(`${rooms.length} rooms, ${made} made`);
