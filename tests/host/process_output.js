// process.stdout.write adds no newline, and console.log goes on behind it.
process.stdout.write('no ');
process.stdout.write('newline');
console.log(' yet'); // expect: no newline yet
process.stderr.write('to the other\n'); // expect-error: to the other
console.log(process.argv.length >= 2, process.platform, typeof process.version); // expect: true linux string
