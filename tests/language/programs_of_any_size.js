// Long sums, large literals, scripts with very many names, and texts that nest
// too deeply for any engine.
// stress: skip a collection at every allocation of large programs takes hours
const count = 20_000;
const sum = new Function(`let a = 1; return ${'a + '.repeat(count)}0`);
console.log(sum()); // expect: 20000
console.log(eval(`'x'${' + "y"'.repeat(count)}`).length); // expect: 20001
const keys = Array.from({ length: 70_000 }, (_, i) => `k${i}: ${i}`);
console.log(Object.keys(eval(`({${keys.join()}})`)).length); // expect: 70000
console.log(eval(`[${'1,'.repeat(200_000)}]`).length); // expect: 200000

// more places that want an inline cache than one code block has
const reads = Array.from({ length: 66_000 }, (_, i) => `o.p${i % 3};`).join('\n');
globalThis.o = { p0: 0, p1: 1, p2: 2 };
console.log((0, eval)(`${reads} o.p1 + o.p2`)); // expect: 3
const writes = Array.from({ length: 66_000 }, (_, i) => `v${i % 5} = ${i};`);
(0, eval)(writes.join(''));
console.log(v0, v4); // expect: 65995 65999

for (const open of ['[', '(', '{', 'a?.', '!', 'x=>', '`${', 'if(a)', 'new ']) {
  try {
    eval(open.repeat(100_000));
  } catch (error) {
    console.log(open, error.name);
  }
}
// expect: [ SyntaxError
// expect: ( SyntaxError
// expect: { SyntaxError
// expect: a?. SyntaxError
// expect: ! SyntaxError
// expect: x=> SyntaxError
// expect: `${ SyntaxError
// expect: if(a) SyntaxError
// expect: new  SyntaxError
