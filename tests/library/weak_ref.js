// WeakRef gives its target back while it lives.
const target = { x: 1 }
const r = new WeakRef(target)
console.log(r.deref() === target, r.deref().x, String(r), WeakRef.length) // expect: true 1 [object WeakRef] 1
try { new WeakRef(1) } catch (e) { console.log(String(e)) } // expect: TypeError: WeakRef: invalid target
try { WeakRef(target) } catch (e) { console.log(String(e)) } // expect: TypeError: Constructor WeakRef requires 'new'
