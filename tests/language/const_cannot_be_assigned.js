// A const keeps its value; what the value refers to may still change.
const one = 1
try { one = 2 } catch (e) { console.log(e.name, e.message) }
// expect: TypeError Assignment to constant variable.
try { one++ } catch (e) { console.log(e.message, one) } // expect: Assignment to constant variable. 1
try { one += 1 } catch (e) { console.log(e.message, one) } // expect: Assignment to constant variable. 1
const list = [1]
list.push(2)
console.log(list) // expect: [ 1, 2 ]
for (const item of [1, 2]) { try { item = 3 } catch (e) { console.log(item, e.message) } }
// expect: 1 Assignment to constant variable.
// expect: 2 Assignment to constant variable.
for (const key in { a: 1 }) { try { key = 3 } catch (e) { console.log(key, e.message) } }
// expect: a Assignment to constant variable.
// the value is worked out before the assignment fails
try { one = console.log('evaluated') } catch (e) { console.log(e.message) }
// expect: evaluated
// expect: Assignment to constant variable.
try { ({ one } = { one: 5 }) } catch (e) { console.log(e.message) }
// expect: Assignment to constant variable.
one ||= 5
try { one &&= 5 } catch (e) { console.log(e.message) } // expect: Assignment to constant variable.
