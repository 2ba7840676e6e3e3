// join writes nullish items as nothing, and a cycle as nothing too.
console.log([1, null, undefined, , 'x', true, 1.5, -0].join('-')) // expect: 1----x-true-1.5-0
console.log([1, 2].join(), [1, 2].join(''), [1, 2].join(undefined), [1, 2].join(null), [].join() === '') // expect: 1,2 12 1,2 1null2 true
console.log([[1, [2]], { toString: () => 'obj' }].toString()) // expect: 1,2,obj
const cycle = [1]
cycle.push(cycle, 2)
console.log(cycle.join()) // expect: 1,,2
console.log(Array.prototype.join.call({ length: 2, 0: 'a' }, '+')) // expect: a+
console.log(Array.prototype.toString.call({ join: () => 'mine' }), Array.prototype.toString.call({})) // expect: mine [object Object]
console.log([null, 1].toLocaleString()) // expect: ,1
try { [Symbol('s')].join() } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot convert a Symbol value to a string
console.log(['é', '𝄞', 'a'].join('☃')) // expect: é☃𝄞☃a
