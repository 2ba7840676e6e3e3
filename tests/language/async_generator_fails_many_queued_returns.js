// return() with what cannot be made a promise is answered with the error; any
// number of such requests in a row take no stack.
// stress: skip it makes too many cells
async function* generate() {}
const broken = Promise.resolve();
Object.defineProperty(broken, 'constructor', {
  get() { throw new Error('broken'); },
});

const generator = generate();
let settle;
generator.return(new Promise((resolve) => { settle = resolve; }));
const requests = [];
for (let i = 0; i < 100_000; i++) requests.push(generator.return(broken));
requests.push(generator.next());
settle('first');

Promise.allSettled(requests).then((results) => {
  const failed = results.filter(({ reason }) => reason?.message === 'broken');
  console.log(failed.length, results.at(-1).value); // expect: 100000 { value: undefined, done: true }
});
