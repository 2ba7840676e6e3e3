// A service that sends its errors later: each holds the request that it was
// made for.
class Request {
  constructor(number) {
    this.number = number;
    this.headers = { host: 'example.com', cookie: 'x'.repeat(200) + number };
    this.body = new Array(100).fill(number);
  }
}

const unsent = [];

function handle(request) {
  const report = (error) => unsent.push({ error, request, at: request.number });
  if (request.number % 3 === 0) report(new Error(`bad ${request.number}`));
  return request.body.length;
}

for (let i = 0; i < 60; i++) handle(new Request(i));
let monday = true;
for (let i = 60; i < 360; i++) handle(new Request(i));
let tuesday = true;
for (let i = 360; i < 660; i++) handle(new Request(i));
console.log(unsent.length, monday, tuesday);
