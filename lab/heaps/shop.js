// A shop that remembers more than it should: every search is kept, each with
// the page that it was made on.
const products = [];
for (let id = 0; id < 300; id++) {
  products.push({ id, name: `product ${id}`, price: id * 1.5, tags: ['tea'] });
}

const searches = new Map();

function search(session, text) {
  const found = products.filter(({ name }) => name.includes(text));
  searches.set(`${session.id}:${text}@${searches.size}`, { session, found });
  return found.length;
}

function visit(number) {
  const session = { id: number, cart: [], viewed: new Array(40).fill(number) };
  for (const text of ['1', '2', 'product']) search(session, text);
}

for (let i = 0; i < 50; i++) visit(i);
let warm = true;
for (let i = 50; i < 250; i++) visit(i);
let busy = true;
for (let i = 250; i < 450; i++) visit(i);
console.log(searches.size, warm, busy);
