// Items with attributes of their own are respected by every method.
'use strict'
const a = [1, 2, 3]
Object.defineProperty(a, 1, { writable: false })
try { a.fill(0) } catch (e) { console.log(String(e), a.join()) } // expect: TypeError: Cannot assign to read only property '1' of object '[object Array]' 0,2,3
try { a.reverse(); a.sort((x, y) => y - x) } catch (e) { console.log(e.name) } // expect: TypeError
Object.defineProperty(a, 0, { get: () => 'got', configurable: true })
console.log(a.join(), a.indexOf('got'), a.map(x => x).join()) // expect: got,2,0 0 got,2,0
const fixed = [1, 2, 3]
Object.defineProperty(fixed, 'length', { writable: false })
try { fixed.push(4) } catch (e) { console.log(e.name, fixed.length) } // expect: TypeError 3
const stuck = [1, 2, 3]
Object.defineProperty(stuck, 1, { configurable: false })
try { stuck.length = 0 } catch (e) { console.log(String(e), stuck.length) } // expect: TypeError: Cannot delete property '1' of [object Array] 2
const sealed = Object.seal([1, 2])
sealed[0] = 9
try { sealed.pop() } catch (e) { console.log(String(e), sealed.join()) } // expect: TypeError: Cannot delete property '1' of [object Array] 9,2
