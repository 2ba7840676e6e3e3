// Leaving the loop early calls return(); running to the end does not.
const source = (label, extra = {}) => ({
  [Symbol.iterator]: () => ({ n: 0, next() { return { value: this.n++, done: this.n > 3 } }, return() { console.log('closed', label); return {} }, ...extra }),
})
for (const x of source('end'));
for (const x of source('break')) break // expect: closed break
outer: for (const i of [1, 2]) for (const x of source('continue outer')) continue outer
// expect: closed continue outer
// expect: closed continue outer
(() => { for (const x of source('return')) return x })() // expect: closed return
try { for (const x of source('throw')) throw new Error('from the body') } catch (e) { console.log(e.message) }
// expect: closed throw
// expect: from the body
try { for (const x of source('', { next() { throw new Error('from next') } })); } catch (e) { console.log(e.message) }
// expect: from next
try { for (const x of source('', { return() { throw new Error('from return') } })) break } catch (e) { console.log(e.message) }
// expect: from return
try { for (const x of source('', { return() { throw new Error('from return') } })) throw new Error('body wins') } catch (e) { console.log(e.message) }
// expect: body wins
try { for (const x of source('', { return: () => 1 })) break } catch (e) { console.log(e.name) }
// expect: TypeError
for (const x of source('', { return: undefined })) break
for (const x of source('outer')) { for (const y of source('inner')) break; break }
// expect: closed inner
// expect: closed outer
for (const x of source('after finally')) { try { break } finally { console.log('finally') } }
// expect: finally
// expect: closed after finally
for (const [a] of [source('pattern')]) console.log(a)
// expect: closed pattern
// expect: 0
