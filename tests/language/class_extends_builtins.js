// Built-in constructors can be extended; instances keep their special ways.
class Stack extends Array { top() { return this[this.length - 1] } }
const s = new Stack()
s.push(1, 2)
s[5] = 6
console.log(s.length, s.top(), Array.isArray(s), s instanceof Stack, s.map((x) => x) instanceof Stack)
// expect: 6 6 true true true
s.length = 1
console.log(s.top(), Stack.of(7).top(), Stack.from('ab').top()) // expect: 1 7 b
class MyError extends TypeError { constructor(m, code) { super(m); this.code = code } get name() { return 'MyError' } }
const e = new MyError('text', 5)
console.log(String(e), e.code, e instanceof TypeError, Object.prototype.toString.call(e))
// expect: MyError: text 5 true [object Error]
class Counts extends Map { add(k) { return this.set(k, (this.get(k) ?? 0) + 1) } }
const c = new Counts([['x', 1]]).add('x').add('y')
console.log([...c], c.size) // expect: [ [ 'x', 2 ], [ 'y', 1 ] ] 2
class Fn extends Object { constructor() { super(); this.a = 1 } }
console.log(new Fn().a, new Fn() instanceof Fn) // expect: 1 true
class Num extends Number { double() { return this * 2 } }
console.log(new Num(21).double(), new (class extends String { })('text').length) // expect: 42 4
