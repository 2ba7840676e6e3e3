// node:readline tells of lines, whatever ends them; the last may have no end.
// flags: --stdin tests/host/fixtures/input.txt
const readline = require('node:readline');
const rl = readline.createInterface({ input: process.stdin, output: process.stdout });
rl.question('first? ', (answer) => {
  // expect: first? answer 1 2
  console.log('answer', answer);
  rl.on('line', (line) => console.log(JSON.stringify(line)));
  // expect: "3 4"
  // expect: ""
  // expect: "5"
});
rl.on('close', () => console.log('closed', rl.closed)); // expect: closed true
