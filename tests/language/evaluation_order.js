// Operands are evaluated from left to right, each once.
const log = []
const t = (name, value = name) => { log.push(name); return value }
const o = { f(...a) { return a.length } }
t('a') + t('b') * t('c')
t('target', o)[t('key', 'p')] = t('value')
t('object', o)[t('method', 'f')](t('1'), t('2'))
const array = [t('x'), t('y')], object = { [t('k1')]: t('v1'), [t('k2')]: t('v2') }
t('l', 0) || t('r'); t('l2', 1) && t('r2'); t('cond', true) ? t('yes') : t('no')
console.log(log.join(' '))
// expect: a b c target key value object method 1 2 x y k1 v1 k2 v2 l r l2 r2 cond yes
let x = 1
console.log(x + (x = 5) + x, x++ + x, x-- - --x, [x, x = 2, x], x += (x = 10, 1))
// expect: 11 11 2 [ 4, 2, 2 ] 3
const list = [0, 0, 0]
let i = 0
list[i++] = i
list[i] = i = 2
console.log(list, i) // expect: [ 1, 2, 0 ] 2
let y = 1
y += (() => { y = 100; return 1 })()
console.log(y) // expect: 2
function args(a, b, c) { return [a, b, c] }
let z = 1
console.log(args(z, z++, z), args(...[z, z += 1], z)) // expect: [ 1, 1, 2 ] [ 2, 3, 3 ]
const nested = { a: { b: 1 } }
nested.a.b = nested.a = { b: 2 }
console.log(nested) // expect: { a: { b: 2 } }
