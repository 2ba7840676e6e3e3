// this, arguments, super and new.target of an arrow are those around it.
const o = {
  name: 'o',
  arrow() { return () => this.name },
  args() { return (() => arguments[0])('inner') },
  deep() { return () => () => this.name },
}
const free = o.arrow()
console.log(free(), free.call({ name: 'other' }), o.args('outer'), o.deep()()()) // expect: o o outer o
function F() { return (() => new.target === F)() }
console.log(F(), typeof new F()) // expect: false object
console.log((() => 1).prototype, (() => {}).hasOwnProperty('arguments')) // expect: undefined false
try { new (() => {})() } catch (e) { console.log(e.message) }
// expect: (intermediate value) is not a constructor
console.log((() => ({ literal: true }))(), (() => {})()) // expect: { literal: true } undefined
console.log(((a, b = a, ...c) => [a, b, c])(1), (x => x * 2)(4)) // expect: [ 1, 1, [] ] 8
class B { m() { return 'B' } }
class C extends B { m() { return (() => super.m() + 'C')() } }
console.log(new C().m()) // expect: BC
