// About a billion instructions: old references beside a property and an item
// that are stored to all the time, while objects die.
const world = { player: { name: 'old' }, hot: null, count: 0, limit: 7 };
const list = [];
for (let i = 0; i < 50; i++) list.push({ i });
function round(n) {
  const thing = { n, of: world.player };
  world.hot = thing;
  world.count += 1;
  list[0] = thing;
  let sum = 0;
  for (let j = 0; j < 100; j++) sum += (j ^ n) & 7;
  return sum;
}
let total = 0;
for (let n = 0; n < 1400000; n++) total = (total + round(n)) | 0;
console.log(total);
