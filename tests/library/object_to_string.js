// Object.prototype.toString names kinds, or what Symbol.toStringTag says.
const tag = x => Object.prototype.toString.call(x)
console.log(tag(), tag(null), tag([]), tag(() => 1), tag(new Error), tag(1), tag(''), tag(true), tag(Symbol())) // expect: [object Undefined] [object Null] [object Array] [object Function] [object Error] [object Number] [object String] [object Boolean] [object Symbol]
console.log((function () { return tag(arguments) })(), tag(Math), tag(JSON), tag(new Map), tag(globalThis === 1)) // expect: [object Arguments] [object Math] [object JSON] [object Map] [object Boolean]
console.log(tag({ [Symbol.toStringTag]: 'Mine' }), tag({ [Symbol.toStringTag]: 5 }), String({}), `${[]}|`) // expect: [object Mine] [object Object] [object Object] |
class Point { get [Symbol.toStringTag]() { return 'Point' } }
console.log(String(new Point), new Point().toLocaleString(), ({}).valueOf() !== null) // expect: [object Point] [object Point] true
