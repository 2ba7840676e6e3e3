// A class is a constructor with methods on its prototype, not enumerable.
class Point {
  constructor(x, y) { this.x = x; this.y = y }
  plus(other) { return new Point(this.x + other.x, this.y + other.y) }
  get length() { return Math.hypot(this.x, this.y) }
  static origin() { return new this(0, 0) }
  toString() { return `(${this.x}, ${this.y})` }
  ['comp' + 'uted']() { return 'computed' }
  'quoted name'() { return 'quoted' }
  42() { return 'number' }
}
const p = new Point(3, 4)
console.log(String(p.plus(new Point(1, 1))), p.length, Point.origin(), p.computed(), p['quoted name'](), p[42]())
// expect: (4, 5) 5 Point { x: 0, y: 0 } computed quoted number
console.log(typeof Point, Point.name, Point.length, Object.keys(Point.prototype), Point.prototype.constructor === Point)
// expect: function Point 2 [] true
console.log(Object.getOwnPropertyDescriptor(Point, 'prototype').writable, p instanceof Point)
// expect: false true
try { Point(1, 2) } catch (e) { console.log(e.message) }
// expect: Class constructor Point cannot be invoked without 'new'
class Empty {}
console.log(new Empty(), Object.getOwnPropertyNames(Empty.prototype)) // expect: Empty {} [ 'constructor' ]
const strict = new (class { m() { return (function () { return this })() } })()
console.log(strict.m()) // expect: undefined
const o = { Point }
console.log(new o.Point(1, 2), new (class { constructor() { return { other: 1 } } })(), new (class { constructor() { return 5 } })())
// expect: Point { x: 1, y: 2 } { other: 1 } {}
