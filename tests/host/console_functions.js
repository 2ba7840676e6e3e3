// Functions, with and without names and properties.
function declared() {}
console.log(declared, () => {}, function () {}, Math.max, declared.bind(null), { method() {} }.method)
// expect: [Function: declared] [Function (anonymous)] [Function (anonymous)] [Function: max] [Function: bound declared] [Function: method]
console.log([declared, class A {}], Object.assign(() => {}, { a: 1, b: [2] }), Object.assign(declared, { c: { d: 1 } }))
// expect: [ [Function: declared] { c: { d: 1 } }, [class A] ] [Function (anonymous)] { a: 1, b: [ 2 ] } [Function: declared] { c: { d: 1 } }
