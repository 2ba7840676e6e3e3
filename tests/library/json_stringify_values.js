// What has a text and what has none.
console.log(JSON.stringify([1, -0, 1.5, NaN, Infinity, 1e21, 'a', true, null, undefined, () => 1, Symbol('s')]))
// expect: [1,0,1.5,null,null,1e+21,"a",true,null,null,null,null]
console.log(JSON.stringify({ a: undefined, b() {}, [Symbol('s')]: 1, c: null, d: [undefined] }), JSON.stringify(undefined), JSON.stringify(() => 1))
// expect: {"c":null,"d":[null]} undefined undefined
console.log(JSON.stringify([Object(1), Object('s'), Object(false), Object(Symbol('x'))]), JSON.stringify(new Map([[1, 2]])), JSON.stringify(new Error('e')))
// expect: [1,"s",false,{}] {} {}
console.log(JSON.stringify([, 1, ,]), JSON.stringify({}), JSON.stringify([]), JSON.stringify([[]]), JSON.stringify({ a: {} }))
// expect: [null,1,null] {} [] [[]] {"a":{}}
console.log(JSON.stringify({ b: 1, a: 2, 1: 3, 0: 4 }), JSON.stringify(Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 2 } })))
// expect: {"0":4,"1":3,"b":1,"a":2} {"own":1}
