// super.x op= v reads from the prototype and writes to this; the key is
// converted once, and what super is does not change in between.
const base = { x: 1, get y() { return 5 }, set y(v) { this.seen = v } }
let conversions = 0
const key = name => ({ toString() { conversions++; return name } })
const home = {
  __proto__: base,
  add() { return super[key('x')] += 10 },
  step() { return [super[key('x')]++, ++super[key('x')]] },
  accessor() { super[key('y')]++; return this.seen },
  logical() { return [super[key('x')] ||= 3, super[key('none')] ??= 7, super[key('x')] &&= 2] },
}
console.log(home.add(), base.x, home.x) // expect: 11 1 11
console.log(home.step(), home.x) // expect: [ 1, 2 ] 2
console.log(home.accessor()) // expect: 6
console.log(home.logical(), home.x, home.none) // expect: [ 1, 7, 2 ] 2 7
console.log(conversions) // expect: 7

const changing = {
  __proto__: { p: 1 },
  m() {
    super[{ toString() { Object.setPrototypeOf(changing, { p: 100 }); return 'p' } }] += 1
    return this.p
  },
  assign() {
    const before = Object.getPrototypeOf(changing)
    super.q = Object.setPrototypeOf(changing, { set q(v) { console.log('not this one') } }) && 4
    return [Object.hasOwn(changing, 'q'), changing.q, 'q' in before]
  },
}
console.log(changing.m()) // expect: 2
console.log(changing.assign()) // expect: [ true, 4, false ]
