// Instances are named after their class.
class Point { constructor(x, y) { this.x = x; this.y = y } }
class Point3 extends Point { constructor() { super(1, 2); this.z = 3 } get length() { return 0 } }
console.log(new Point(1, 2), new Point3(), [new Point(3, 4)], new (class {})())
// expect: Point { x: 1, y: 2 } Point3 { x: 1, y: 2, z: 3 } [ Point { x: 3, y: 4 } ] {}
console.log(Point, Point3, class {}, [class extends Point {}], class Static { static n = 1 })
// expect: [class Point] [class Point3 extends Point] [class (anonymous)] [ [class (anonymous) extends Point] ] [class Static] { n: 1 }
class Tagged { get [Symbol.toStringTag]() { return 'Tag' } }
console.log(new Tagged(), { [Symbol.toStringTag]: 'own' }, Object.create(Point.prototype), Object.create({}))
// expect: Tagged [Tag] {} { [Symbol(Symbol.toStringTag)]: 'own' } Point {} {}
class List extends Array {}
console.log(List.from([1, 2]), new List(), new (class Dict extends Map {})([[1, 2]])) // expect: List(2) [ 1, 2 ] List(0) [] Dict(1) [Map] { 1 => 2 }
console.log({ a: { b: { c: new Point(1, 2), d: [1], e: new Map(), f: Object.create(null, { x: { value: 1, enumerable: true } }) } } })
// expect: {
// expect:   a: {
// expect:     b: {
// expect:       c: [Point],
// expect:       d: [Array],
// expect:       e: Map(0) {},
// expect:       f: [Object: null prototype]
// expect:     }
// expect:   }
// expect: }
