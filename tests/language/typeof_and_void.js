// typeof names the kind of a value; void gives undefined.
console.log([1, 'a', true, undefined, null, Symbol(), {}, [], () => 1, class {}, Math.max].map((x) => typeof x).join())
// expect: number,string,boolean,undefined,object,symbol,object,object,function,function,function
console.log(typeof undeclared, typeof typeof 1, void 0, void 'x', typeof void 0, typeof (1, 'a'))
// expect: undefined string undefined undefined undefined string
console.log(typeof NaN, typeof new String('s'), typeof Object(1), typeof function () { }.bind())
// expect: number object object function
const isObject = (x) => typeof x === 'object'
const isFunction = (x) => typeof x == 'function'
console.log([null, {}, 1].map(isObject), [() => 1, {}, class {}].map(isFunction), typeof 1 !== 'number')
// expect: [ true, true, false ] [ true, false, true ] false
