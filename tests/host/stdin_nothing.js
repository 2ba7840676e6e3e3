// A program that nobody gives anything finds the end at once.
// flags: --stdin /dev/null
process.stdin.on('data', () => console.log('never'));
process.stdin.on('end', () => console.log('end')); // expect: end
