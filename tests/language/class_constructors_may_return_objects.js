// What a constructor returns replaces the instance when it is an object.
class Cached { static made = new Map(); constructor(k) { if (Cached.made.has(k)) return Cached.made.get(k); Cached.made.set(k, this); this.k = k } }
console.log(new Cached('a') === new Cached('a'), new Cached('a') === new Cached('b')) // expect: true false
function F(r) { this.own = 1; return r }
console.log(new F(5), new F(null), new F([1]), new F({ other: 1 }), typeof new F(() => 1))
// expect: F { own: 1 } F { own: 1 } [ 1 ] { other: 1 } function
class Sub extends Cached { extra = 'field goes to the returned object' }
const base = new Cached('c')
console.log(new Sub('c') === base, base.extra.length, base instanceof Sub) // expect: true 33 false
