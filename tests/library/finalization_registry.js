// A FinalizationRegistry calls back when what was registered has died, after the
// turn in which it was found dead.
const registry = new FinalizationRegistry(held => { said.push(held) })
const kept = {}, token = {}, said = []
function register() {
  registry.register({}, 'first')
  registry.register({}, 'second', token)
  registry.register({}, 'third')
  registry.register(kept, 'kept')
}
register()
console.log(registry.unregister(token), registry.unregister(token), String(registry)) // expect: true false [object FinalizationRegistry]
gc()
console.log(said.length) // expect: 0
const t = f => { try { f() } catch (e) { said[9] = e.message } }
t(() => registry.register(1))
console.log(said[9]) // expect: FinalizationRegistry.prototype.register: invalid target
t(() => registry.register(kept, kept))
console.log(said[9]) // expect: FinalizationRegistry.prototype.register: target and holdings must not be same
t(() => registry.unregister(1))
console.log(said[9]) // expect: Invalid unregisterToken ('1')
t(() => new FinalizationRegistry(1))
console.log(said.pop()) // expect: FinalizationRegistry: cleanup must be callable
said.length = 0
setTimeout(() => setTimeout(() => console.log(said.join(), typeof kept))) // expect: first,third object
