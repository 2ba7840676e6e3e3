// The same instruction reads objects of many Shapes, and always reads right.
const read = (o) => o.v
const shapes = [{ v: 1 }, { a: 0, v: 2 }, { b: 0, v: 3 }, { c: 0, v: 4 }, { d: 0, v: 5 }, { e: 0, v: 6 }, Object.create({ v: 7 }), { get v() { return 8 } }, { x: 9 }, 'text', 5, [1], () => 1, Object.assign([], { v: 10 }), Object.assign(() => {}, { v: 11 })]
for (let round = 0; round < 3; round++) console.log(shapes.map(read).join())
// expect: 1,2,3,4,5,6,7,8,,,,,,10,11
// expect: 1,2,3,4,5,6,7,8,,,,,,10,11
// expect: 1,2,3,4,5,6,7,8,,,,,,10,11
const write = (o, v) => { o.v = v; return o.v }
console.log(shapes.map((o, i) => write(o, i * 2)).join()) // expect: 0,2,4,6,8,10,12,8,16,,,22,24,26,28
delete shapes[1].v
shapes[0].v = 'changed'
Object.prototype.v = 'from the prototype'
console.log(shapes.map(read).join())
// expect: changed,from the prototype,4,6,8,10,12,8,16,from the prototype,from the prototype,22,24,26,28
delete Object.prototype.v
console.log(shapes.map(read).join()) // expect: changed,,4,6,8,10,12,8,16,,,22,24,26,28
const call = (o) => o.m()
class A { m() { return 'A' } } class B { m() { return 'B' } } class C extends A { } class D extends C { m() { return 'D' + super.m() } }
const list = [new A(), new B(), new C(), new D(), { m: () => 'own' }]
console.log(list.map(call).join()) // expect: A,B,A,DA,own
A.prototype.m = () => 'replaced'
console.log(list.map(call).join()) // expect: replaced,B,replaced,Dreplaced,own
list[2].m = () => 'instance'
console.log(list.map(call).join()) // expect: replaced,B,instance,Dreplaced,own
