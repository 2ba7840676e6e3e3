// JSON there and back.
function makeData(size) {
  const users = [];
  for (let i = 0; i < size; i++) {
    users.push({
      id: i,
      name: `user "${i}"`,
      email: `user${i}@example.org`,
      active: i % 3 === 0,
      score: i / 7,
      tags: ['a', 'b\n', `t${i % 10}`],
      address: { street: 'Rue de l’Été', number: i % 200, extra: null },
    });
  }
  return { version: 1, users };
}

const data = makeData(2000);
let length = 0;
let sum = 0;
for (let round = 0; round < 50; round++) {
  const text = JSON.stringify(data);
  const back = JSON.parse(text);
  length += text.length;
  for (const user of back.users) {
    sum += user.active ? user.address.number : user.tags.length;
  }
}
const pretty = JSON.stringify(data.users.slice(0, 100), null, 2);
const upper = JSON.parse(pretty, (key, value) =>
  typeof value === 'string' ? value.toUpperCase() : value);
console.log(length, sum, pretty.length, upper[99].name);
