// A revoked proxy refuses everything, but stays what it was.
const t = f => { try { console.log(f()) } catch (e) { console.log(e.message) } }
const { proxy, revoke } = Proxy.revocable(function () {}, {})
revoke(), revoke()
t(() => typeof proxy) // expect: function
t(() => proxy.x) // expect: Cannot perform 'get' on a proxy that has been revoked
t(() => { proxy.x = 1 }) // expect: Cannot perform 'set' on a proxy that has been revoked
t(() => 'x' in proxy) // expect: Cannot perform 'has' on a proxy that has been revoked
t(() => delete proxy.x) // expect: Cannot perform 'deleteProperty' on a proxy that has been revoked
t(() => proxy()) // expect: Cannot perform 'apply' on a proxy that has been revoked
t(() => new proxy()) // expect: Cannot perform 'construct' on a proxy that has been revoked
t(() => Object.keys(proxy)) // expect: Cannot perform 'ownKeys' on a proxy that has been revoked
t(() => Object.getPrototypeOf(proxy)) // expect: Cannot perform 'getPrototypeOf' on a proxy that has been revoked
t(() => Object.isExtensible(proxy)) // expect: Cannot perform 'isExtensible' on a proxy that has been revoked
t(() => Object.freeze(proxy)) // expect: Cannot perform 'preventExtensions' on a proxy that has been revoked
t(() => ({}) instanceof proxy) // expect: Cannot perform 'get' on a proxy that has been revoked
t(() => { class A extends proxy {} }) // expect: Cannot perform 'get' on a proxy that has been revoked
const list = Proxy.revocable([], {})
list.revoke()
t(() => Array.isArray(list.proxy)) // expect: Cannot perform 'IsArray' on a proxy that has been revoked
t(() => JSON.stringify(list.proxy)) // expect: Cannot perform 'get' on a proxy that has been revoked
t(() => [].concat(list.proxy)) // expect: Cannot perform 'get' on a proxy that has been revoked
console.log(proxy, [list.proxy]) // expect: <Revoked Proxy> [ <Revoked Proxy> ]
t(() => new Proxy(proxy, {}).x) // expect: Cannot perform 'get' on a proxy that has been revoked
t(() => Proxy.revocable(1, {})) // expect: Cannot create proxy with a non-object as target or handler
t(() => Proxy({}, {})) // expect: Constructor Proxy requires 'new'
