// A million linked objects, of which some are replaced all the time: young
// cells are written into old ones, and old ones die.
const lists = [];
for (let i = 0; i < 1000; i++) {
  let head = null;
  for (let j = 0; j < 1000; j++) head = { next: head, value: j, other: null };
  lists.push(head);
}

let seed = 1;
function random(below) {
  seed = (seed * 48271) % 2147483647;
  return seed % below;
}

for (let round = 0; round < 3_000_000; round++) {
  const head = lists[random(1000)];
  const node = { next: head.next, value: round, other: null };
  node.other = { node };
  head.next = node;
  if (round % 100 === 0) {
    let fresh = null;
    for (let j = 0; j < 1000; j++)
      fresh = { next: fresh, value: j, other: null };
    lists[random(1000)] = fresh;
  }
}

let count = 0;
for (const head of lists)
  for (let node = head; node; node = node.next) count++;
console.log(`${count} alive`);
