// reduce and reduceRight, with and without a first value.
console.log([1, 2, 3].reduce((a, b) => a + b), [1, 2, 3].reduceRight((a, b) => a + '-' + b)) // expect: 6 3-2-1
console.log([].reduce(() => 1, 'start'), [, 7].reduce(() => 1)) // expect: start 7
console.log([1, 2].reduce((a, x, i, all) => a + x * i + all.length, 0)) // expect: 6
try { [].reduce(() => 1) } catch (e) { console.log(String(e)) } // expect: TypeError: Reduce of empty array with no initial value
try { [, ,].reduceRight(() => 1) } catch (e) { console.log(String(e)) } // expect: TypeError: Reduce of empty array with no initial value
console.log([[1, 2], [3]].reduce((a, b) => a.concat(b), []).join()) // expect: 1,2,3
console.log([1].reduce((a, b) => a + b, undefined)) // expect: NaN
