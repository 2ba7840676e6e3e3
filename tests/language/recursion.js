// Functions call themselves and each other, thousands deep.
const sum = (n) => n ? n + sum(n - 1) : 0
console.log(sum(5000)) // expect: 12502500
const even = (n) => n === 0 || odd(n - 1), odd = (n) => n !== 0 && even(n - 1)
console.log(even(2000), odd(7)) // expect: true true
const tree = (d) => d ? { left: tree(d - 1), right: tree(d - 1) } : null
const count = (t) => t ? 1 + count(t.left) + count(t.right) : 0
console.log(count(tree(10))) // expect: 1023
function ackermann(m, n) { return m === 0 ? n + 1 : n === 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)) }
console.log(ackermann(2, 6)) // expect: 15
const permutations = (a) => a.length < 2 ? [a] : a.flatMap((x, i) => permutations(a.filter((_, j) => j !== i)).map((p) => [x, ...p]))
console.log(permutations([1, 2, 3]).map((p) => p.join('')).join(), permutations([1, 2, 3, 4, 5]).length)
// expect: 123,132,213,231,312,321 120
const hanoi = (n, a, b, c) => n ? hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a) : 0
console.log(hanoi(10, 'a', 'b', 'c')) // expect: 1023
