// instanceof asks Symbol.hasInstance, which functions inherit.
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0 } }
console.log(2 instanceof Even, 3 instanceof Even) // expect: true false
function F() {}
console.log(Function.prototype[Symbol.hasInstance].call(F, new F), F[Symbol.hasInstance](1)) // expect: true false
console.log(Function.prototype[Symbol.hasInstance].name, Function.prototype[Symbol.hasInstance].call({}, {})) // expect: [Symbol.hasInstance] false
F.prototype = 1
try { ({}) instanceof F } catch (e) { console.log(String(e)) } // expect: TypeError: Function has non-object prototype '1' in instanceof check
