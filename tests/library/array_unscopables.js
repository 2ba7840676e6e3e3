// The names that `with` does not take from arrays.
console.log(Object.keys(Array.prototype[Symbol.unscopables]).sort().join()) // expect: at,copyWithin,entries,fill,find,findIndex,findLast,findLastIndex,flat,flatMap,includes,keys,toReversed,toSorted,toSpliced,values
console.log(Object.getPrototypeOf(Array.prototype[Symbol.unscopables])) // expect: null
