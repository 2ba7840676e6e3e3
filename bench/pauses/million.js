// A million linked objects stay alive, and cyclic garbage is made: how long
// does the program stand still, and how long does it take in all?
let head = null;
for (let i = 0; i < 1_000_000; i++) head = { next: head, value: i, other: null };

let made = 0;
for (let round = 0; round < 4_000_000; round++) {
  const a = { partner: null, round };
  const b = { partner: a, round };
  a.partner = b;
  made += 2;
}

let count = 0;
for (let node = head; node; node = node.next) count++;
console.log(`${count} alive, ${made} made`);
