// Anonymous functions take the name of what they are assigned to.
let a = function () {}, b = () => {}, c = class {}
const o = { m() {}, f: () => {}, ['comp' + 1]() {}, get g() { return 1 }, [Symbol('s')]: () => {}, [Symbol()]: () => {}, 5: () => {} }
console.log([a.name, b.name, c.name, o.m.name, o.f.name, o.comp1.name, o[5].name])
// expect: [ 'a', 'b', 'c', 'm', 'f', 'comp1', '5' ]
console.log(Object.getOwnPropertyDescriptor(o, 'g').get.name, Object.getOwnPropertySymbols(o).map((s) => [o[s].name]))
// expect: get g [ [ '[s]' ], [ '' ] ]
let { d = () => {} } = {}, [e = function () {}] = []
console.log(d.name, e.name, ((p = () => {}) => p.name)()) // expect: d e p
let late
late = () => {}
late ??= 1
let kept = (() => {})
console.log(late.name, kept.name, (() => {}).name, (function named() {}).name) // expect: late kept  named
let none = (0, () => {})
console.log([none.name], [o.added = () => {}][0].name === '') // expect: [ '' ] true
class K { static s = () => {}; #p = () => {}; p() { return this.#p.name } static name2() {} }
console.log(K.s.name, new K().p(), K.name2.name, class { static name = 'own' }.name) // expect: s #p name2 own
