// Error.prepareStackTrace, with CallSite objects, as tools use it.
Error.prepareStackTrace = (error, sites) => sites
function sites() { return new Error('z').stack }
const tell = c => console.log(c.getTypeName(), c.getFunctionName(), c.getMethodName(), c.getLineNumber(), c.getColumnNumber(), c.isToplevel(), c.isConstructor(), c.isEval())
const o = { meth() { return sites() } }
class K { constructor() { this.s = sites() } m() { return sites() } static st() { return sites() } }
tell(sites()[0]) // expect: null sites null 3 27 true false false
tell(o.meth()[1]) // expect: Object meth meth 5 29 false false false
tell(new K().s[1]) // expect: null K null 6 36 false true false
tell(new K().m()[1]) // expect: K m m 6 59 false false false
tell(K.st()[1]) // expect: Function st st 6 90 false false false
console.log(String(new K().m()[1]).split('/').pop(), String([1].map(sites)[0][1])) // expect: error_prepare_stack_trace.js:6:59) Array.map (<anonymous>)
console.log(new K().m()[1].getFileName().split('/').pop(), o.meth()[1].getFunction() === o.meth) // expect: error_prepare_stack_trace.js true
// as depd does it
function stackOf() {
  const holder = {}, limit = Error.stackTraceLimit
  Error.stackTraceLimit = 2
  Error.captureStackTrace(holder, stackOf)
  Error.stackTraceLimit = limit
  return holder.stack
}
console.log((function caller() { return stackOf() })().map(c => c.getFunctionName())) // expect: [ 'caller', null ]
Error.prepareStackTrace = function (e) { return `prepared ${e.message} ${this === Error} ${new Error("inner").stack.split("\n")[0]}` }
console.log(new TypeError('hm').stack) // expect: prepared hm true Error: inner
try { null.x } catch (e) { console.log(e.stack) } // expect: prepared Cannot read properties of null (reading 'x') true Error: inner
Error.prepareStackTrace = undefined
console.log(new RangeError('plain').stack.split('\n')[0]) // expect: RangeError: plain
