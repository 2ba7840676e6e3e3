// Error.prototype.toString joins name and message.
const show = o => Error.prototype.toString.call(o)
console.log(String(new TypeError('m')), String(new Error()), show({}), show({ name: 'N', message: '' }), show({ name: '', message: 'M' })) // expect: TypeError: m Error Error N M
console.log(show({ name: undefined, message: undefined }), show({ name: 'A', message: 'B' })) // expect: Error A: B
class MyError extends Error { constructor(m) { super(m); this.name = 'MyError' } }
console.log(String(new MyError('mine')), new MyError('x') instanceof MyError) // expect: MyError: mine true
try { show(1) } catch (e) { console.log(e.name) } // expect: TypeError
