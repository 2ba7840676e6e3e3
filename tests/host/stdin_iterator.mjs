// process.stdin is iterated over piece by piece; pieces are bytes.
// flags: --stdin tests/host/fixtures/input.txt
const pieces = [];
for await (const piece of process.stdin) pieces.push(piece);
console.log(Buffer.isBuffer(pieces[0]), Buffer.concat(pieces).length); // expect: true 11
