// sumPrecise rounds once, at the end.
console.log(Math.sumPrecise([0.1, 0.2, 0.3]), 0.1 + 0.2 + 0.3) // expect: 0.6 0.6000000000000001
console.log(Math.sumPrecise([1e308, 1e308, 0.1, 0.1, 1e30, 0.1, -1e30, -1e308, -1e308])) // expect: 0.30000000000000004
console.log(Math.sumPrecise([]), Math.sumPrecise([-0, -0]), Math.sumPrecise([-0, 0]), Math.sumPrecise([1, -1])) // expect: -0 -0 0 0
console.log(Math.sumPrecise([Infinity, 1]), Math.sumPrecise([Infinity, -Infinity]), Math.sumPrecise([NaN]), Math.sumPrecise([1e308, 1e308])) // expect: Infinity NaN NaN Infinity
console.log(Math.sumPrecise([5e-324, 5e-324]), Math.sumPrecise([2 ** 53, 1, 2 ** -60]), Math.sumPrecise(new Set([1, 2]))) // expect: 1e-323 9007199254740994 3
for (const bad of [['1'], 5, undefined, [{}]]) try { Math.sumPrecise(bad) } catch (e) { console.log(e.name) }
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
