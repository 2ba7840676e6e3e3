// A trap that contradicts what the target can no longer change is a TypeError.
const t = f => { try { console.log(f()) } catch (e) { console.log(e.message) } }
const fixed = Object.freeze({ a: 1, get g() { return 1 }, set s(v) {} })
const bad = trap => new Proxy(fixed, trap)
t(() => bad({ get: () => 2 }).a) // expect: 'get' on proxy: property 'a' is a read-only and non-configurable data property on the proxy target but the proxy did not return its actual value (expected '1' but got '2')
t(() => bad({ get: () => 2 }).s) // expect: 'get' on proxy: property 's' is a non-configurable accessor property on the proxy target and does not have a getter function, but the trap did not return 'undefined' (got '2')
t(() => Reflect.set(bad({ set: () => true }), 'a', 2)) // expect: 'set' on proxy: trap returned truish for property 'a' which exists in the proxy target as a non-configurable and non-writable data property with a different value
t(() => Reflect.set(bad({ set: () => true }), 'g', 2)) // expect: 'set' on proxy: trap returned truish for property 'g' which exists in the proxy target as a non-configurable and non-writable accessor property without a setter
t(() => 'a' in bad({ has: () => false })) // expect: 'has' on proxy: trap returned falsish for property 'a' which exists in the proxy target as non-configurable
t(() => Reflect.deleteProperty(bad({ deleteProperty: () => true }), 'a')) // expect: 'deleteProperty' on proxy: trap returned truish for property 'a' which is non-configurable in the proxy target
t(() => Reflect.defineProperty(bad({ defineProperty: () => true }), 'z', { value: 1 })) // expect: 'defineProperty' on proxy: trap returned truish for adding property 'z'  to the non-extensible proxy target
t(() => Reflect.defineProperty(bad({ defineProperty: () => true }), 'a', { value: 2 })) // expect: 'defineProperty' on proxy: trap returned truish for adding property 'a'  that is incompatible with the existing property in the proxy target
t(() => Reflect.getOwnPropertyDescriptor(bad({ getOwnPropertyDescriptor() {} }), 'a')) // expect: 'getOwnPropertyDescriptor' on proxy: trap returned undefined for property 'a' which is non-configurable in the proxy target
t(() => Reflect.getOwnPropertyDescriptor(bad({ getOwnPropertyDescriptor: () => 1 }), 'a')) // expect: 'getOwnPropertyDescriptor' on proxy: trap returned neither object nor undefined for property 'a'
t(() => Reflect.getOwnPropertyDescriptor(bad({ getOwnPropertyDescriptor: () => ({ value: 3 }) }), 'a')) // expect: 'getOwnPropertyDescriptor' on proxy: trap returned descriptor for property 'a' that is incompatible with the existing property in the proxy target
t(() => Reflect.getOwnPropertyDescriptor(new Proxy({}, { getOwnPropertyDescriptor: () => ({ value: 3 }) }), 'a')) // expect: 'getOwnPropertyDescriptor' on proxy: trap reported non-configurability for property 'a' which is either non-existent or configurable in the proxy target
t(() => Reflect.ownKeys(bad({ ownKeys: () => [] }))) // expect: 'ownKeys' on proxy: trap result did not include 'a'
t(() => Reflect.ownKeys(bad({ ownKeys: () => ['a', 'g', 's', 'z'] }))) // expect: 'ownKeys' on proxy: trap returned extra keys but proxy target is non-extensible
t(() => Reflect.ownKeys(bad({ ownKeys: () => ['a', 'a'] }))) // expect: 'ownKeys' on proxy: trap returned duplicate entries
t(() => Reflect.ownKeys(bad({ ownKeys: () => [1] }))) // expect: 1 is not a valid property name
t(() => Reflect.ownKeys(bad({ ownKeys: () => 1 }))) // expect: CreateListFromArrayLike called on non-object
t(() => Reflect.getPrototypeOf(bad({ getPrototypeOf: () => null }))) // expect: 'getPrototypeOf' on proxy: proxy target is non-extensible but the trap did not return its actual prototype
t(() => Reflect.getPrototypeOf(bad({ getPrototypeOf: () => 1 }))) // expect: 'getPrototypeOf' on proxy: trap returned neither object nor null
t(() => Reflect.setPrototypeOf(bad({ setPrototypeOf: () => true }), null)) // expect: 'setPrototypeOf' on proxy: trap returned truish for setting a new prototype on the non-extensible proxy target
t(() => Reflect.isExtensible(bad({ isExtensible: () => true }))) // expect: 'isExtensible' on proxy: trap result does not reflect extensibility of proxy target (which is 'false')
t(() => Reflect.preventExtensions(new Proxy({}, { preventExtensions: () => true }))) // expect: 'preventExtensions' on proxy: trap returned truish but the proxy target is extensible
t(() => new (new Proxy(function () {}, { construct: () => 1 }))()) // expect: 'construct' on proxy: trap returned non-object ('1')
t(() => new Proxy({}, { get: 1 }).x) // expect: '1' returned for property 'get' of object '#<Object>' is not a function
