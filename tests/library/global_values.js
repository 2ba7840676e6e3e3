// globalThis and the values that cannot be changed.
console.log(typeof globalThis, globalThis.globalThis === globalThis, 'NaN' in globalThis) // expect: object true true
console.log(Object.values(Object.getOwnPropertyDescriptor(globalThis, 'undefined')).join(), Object.getOwnPropertyDescriptor(globalThis, 'Array').enumerable) // expect: ,false,false,false false
NaN = 1
undefined = 2
console.log(NaN, undefined, Infinity) // expect: NaN undefined Infinity
console.log(Object.keys(globalThis).includes('Object')) // expect: false
