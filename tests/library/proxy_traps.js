// Every trap of a handler is asked with the target, and what the method is about.
'use strict'
const seen = []
const handler = new Proxy({}, { get: (_, trap) => (target, ...rest) => (seen.push(trap + rest.length), Reflect[trap](target, ...rest)) })
const p = new Proxy(function f() {}, handler)
const log = f => { seen.length = 0; f(); return seen.join() }
console.log(log(() => p.x), log(() => { p.x = 1 })) // expect: get2 set3,getOwnPropertyDescriptor1,defineProperty2
console.log(log(() => 'x' in p), log(() => delete p.x)) // expect: has1 deleteProperty1
console.log(log(() => p()), log(() => new p())) // expect: apply2 construct2,get2
console.log(log(() => Object.keys(p)), log(() => ({ ...p }))) // expect: ownKeys0,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1 ownKeys0,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1
console.log(log(() => Object.getPrototypeOf(p)), log(() => Object.setPrototypeOf(p, null))) // expect: getPrototypeOf0 setPrototypeOf1
console.log(log(() => p instanceof Object), log(() => Object.prototype.isPrototypeOf.call({}, p))) // expect: getPrototypeOf0 getPrototypeOf0
console.log(log(() => Object.isExtensible(p)), log(() => Object.getOwnPropertyDescriptor(p, 'x'))) // expect: isExtensible0 getOwnPropertyDescriptor1
console.log(log(() => Object.defineProperty(p, 'y', { value: 1, configurable: true })), log(() => Object.hasOwn(p, 'y'))) // expect: defineProperty2 getOwnPropertyDescriptor1
console.log(log(() => { for (const key in p) key })) // expect: ownKeys0,getPrototypeOf0,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1
console.log(log(() => Object.assign({}, p)), log(() => Object.entries(p))) // expect: ownKeys0,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1 ownKeys0,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1
console.log(log(() => Object.seal(p))) // expect: preventExtensions0,ownKeys0,defineProperty2,defineProperty2,defineProperty2,defineProperty2
console.log(log(() => Object.isFrozen(p)), log(() => Object.preventExtensions(p))) // expect: isExtensible0,ownKeys0,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1,getOwnPropertyDescriptor1 preventExtensions0
console.log(typeof p, typeof new Proxy({}, {})) // expect: function object
