// match, matchAll, search, replace and split leave the work to objects that know how.
const worker = {}
for (const name of ['match', 'matchAll', 'search', 'replace', 'split'])
  worker[Symbol[name]] = function (...given) { return name + '(' + given.join() + ')' + (this === worker) }
worker.flags = 'g'
console.log('t'.match(worker), 't'.matchAll(worker), 't'.search(worker), 't'.replace(worker, 'r'), 't'.split(worker, 3), 't'.replaceAll(worker, 'R'))
// expect: match(t)true matchAll(t)true search(t)true replace(t,r)true split(t,3)true replace(t,R)true
try { ''.matchAll({ [Symbol.match]: true, flags: 'i', [Symbol.matchAll]() {} }) } catch (e) { console.log(e.message) }
// expect: String.prototype.matchAll called with a non-global RegExp argument
try { ''.replaceAll({ [Symbol.match]: true, flags: '' }, '') } catch (e) { console.log(e.message) }
// expect: String.prototype.replaceAll called with a non-global RegExp argument
try { ''.split({ [Symbol.split]: 5 }) } catch (e) { console.log(e.name) } // expect: TypeError
try { String.prototype.match.call(null) } catch (e) { console.log(e.message) } // expect: String.prototype.match called on null or undefined
