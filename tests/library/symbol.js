// Symbols: fresh ones, registered ones, descriptions, conversions.
const s = Symbol('desc')
console.log(s.toString(), s.description, Symbol().description, Symbol('').description === '', typeof s) // expect: Symbol(desc) desc undefined true symbol
console.log(Symbol('a') === Symbol('a'), Symbol.for('a') === Symbol.for('a'), Symbol.keyFor(Symbol.for('a')), Symbol.keyFor(s)) // expect: false true a undefined
console.log(Object(s) == s, typeof Object(s), Object(s).description, Object(s)[Symbol.toPrimitive]() === s) // expect: true object desc true
try { new Symbol() } catch (e) { console.log(String(e)) } // expect: TypeError: Symbol is not a constructor
try { s + '' } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot convert a Symbol value to a string
try { +s } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot convert a Symbol value to a number
try { Symbol.keyFor('x') } catch (e) { console.log(String(e)) } // expect: TypeError: x is not a symbol
try { Symbol.prototype.toString.call(1) } catch (e) { console.log(String(e)) } // expect: TypeError: Symbol.prototype.toString requires that 'this' be a Symbol
console.log(Symbol.iterator.toString(), String(Symbol.for('x')), Object.prototype.toString.call(s)) // expect: Symbol(Symbol.iterator) Symbol(x) [object Symbol]
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(Symbol, 'iterator') === undefined), Symbol.length) // expect: false 0
