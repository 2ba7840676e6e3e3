// What code of the program throws while it is shown passes through.
try { console.log({ get [Symbol.toStringTag]() { throw new Error('from the tag') } }) } catch (e) { console.log(e.message) } // expect: from the tag
try { console.log('%s', { toString() { throw new Error('from toString') } }) } catch (e) { console.log(e.message) } // expect: from toString
try { console.log('%d', { valueOf() { throw new Error('from valueOf') } }) } catch (e) { console.log(e.message) } // expect: from valueOf
console.log({ get value() { throw new Error('never') } }) // expect: { value: [Getter] }
console.log({ [Symbol.for('nodejs.util.inspect.custom')]() { console.log('printing inside'); return 'made' } })
// expect: printing inside
// expect: made
