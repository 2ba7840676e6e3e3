// process.stdin comes in pieces to whoever listens, and has an end.
// flags: --stdin tests/host/fixtures/input.txt
let text = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece) => { text += piece; });
process.stdin.on('end', () => console.log(JSON.stringify(text)));
process.stdin.on('close', () => console.log('close'));
console.log(process.stdin.fd, text === ''); // expect: 0 true
// expect: "1 2\r\n3 4\n\n5"
// expect: close
