// Boxed primitives, arguments, and objects of the language.
console.log(Object(1), Object('text'), Object(true), Object(Symbol('s')), Object(-0), Object.assign(Object('ab'), { extra: 1 }))
// expect: [Number: 1] [String: 'text'] [Boolean: true] [Symbol: Symbol(s)] [Number: -0] [String: 'ab'] { extra: 1 }
console.log((function () { return arguments })(1, 'b'), Math, JSON, [Object(1)])
// expect: [Arguments] { '0': 1, '1': 'b' } Object [Math] {} Object [JSON] {} [ [Number: 1] ]
