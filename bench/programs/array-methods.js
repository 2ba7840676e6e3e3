// The methods of arrays with callbacks: map, filter, reduce, sort and others.
function makePeople(count) {
  let state = 42;
  const random = (limit) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor((state / 4294967296) * limit);
  };
  return Array.from({ length: count }, (_, id) => ({
    id, age: 18 + random(60), pay: 1000 + random(9000), team: random(12),
  }));
}

function statistics(people) {
  const adults = people.filter((person) => person.age >= 30);
  const pays = adults.map((person) => person.pay);
  const total = pays.reduce((sum, pay) => sum + pay, 0);
  const sorted = people.slice().sort((a, b) => a.pay - b.pay || a.id - b.id);
  const median = sorted[sorted.length >> 1].pay;
  const teams = people.reduce((groups, person) => {
    (groups[person.team] ??= []).push(person.age);
    return groups;
  }, []);
  const oldest = teams.map((ages) => Math.max(...ages));
  const rich = people.findIndex((person) => person.pay > 9990);
  const some = people.some((person) => person.id === people.length - 1);
  const every = people.every((person) => person.age < 80);
  const flat = teams.flatMap((ages, team) => [team, ages.length]);
  return total + median + rich + (some ? 1 : 0) + (every ? 2 : 0) +
    oldest.reduce((sum, age) => sum + age, 0) +
    flat.indexOf(11) + [...flat].reverse().lastIndexOf(0);
}

const people = makePeople(6000);
let checksum = 0;
for (let round = 0; round < 80; round++) checksum += statistics(people);
console.log(checksum);
