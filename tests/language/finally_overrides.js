// A jump out of finally replaces what was on its way.
console.log((() => { try { return 'try' } finally { return 'finally' } })()) // expect: finally
console.log((() => { try { throw 'lost' } finally { return 'finally' } })()) // expect: finally
console.log((() => { for (;;) { try { return 'lost' } finally { break } } return 'after the loop' })())
// expect: after the loop
console.log((() => { let n = 0; for (; n < 3; n++) { try { throw 'lost' } finally { continue } } return n })())
// expect: 3
console.log((() => { out: { try { return 'lost' } finally { break out } } return 'after the block' })())
// expect: after the block
try { (() => { try { throw 'first' } finally { throw 'second' } })() } catch (e) { console.log(e) }
// expect: second
console.log((() => { try { return 'outer' } finally { try { throw 1 } catch { } } })()) // expect: outer
console.log((() => { try { return 'kept' } finally { (() => 'not this')() } })()) // expect: kept
console.log((() => { try { try { return 1 } finally { throw 2 } } catch (e) { return e } })()) // expect: 2
class D extends Object { constructor() { super(); try { return { lost: 1 } } finally { return } } }
console.log(new D() instanceof D) // expect: true
