// What small core modules do, as Node does it.
const path = require('node:path');
console.log(path.join('/a', '..', 'b', './c/'), path.relative('/a/b', '/a/c/d'), path.extname('x.tar.gz')); // expect: /b/c/ ../c/d .gz
console.log(path.win32.join('C:\\a', '..', 'b'), path.posix === path); // expect: C:\b true
console.log(path.parse('/home/u/f.txt').name, path.format({ dir: '/x', base: 'y' }), path.resolve('/a', '../b')); // expect: f /x/y /b
const EventEmitter = require('events');
const emitter = new EventEmitter();
emitter.on('x', (...args) => console.log('x', args)).once('x', () => console.log('once'));
console.log(emitter.emit('x', 1, 2), emitter.emit('x'), emitter.emit('y'), emitter.listenerCount('x'));
// expect: x [ 1, 2 ]
// expect: once
// expect: x []
// expect: true true false 1
try {
  emitter.emit('error', new Error('unheard'));
} catch (error) {
  console.log(error.message); // expect: unheard
}
const util = require('util');
console.log(util.format('%s is %d%%, %j', 'this', 5, { a: 1 }), util.types.isMap(new Map())); // expect: this is 5%, {"a":1} true
console.log(util.isDeepStrictEqual({ a: [1, new Set([1])] }, { a: [1, new Set([1])] })); // expect: true
util.promisify((value, callback) => callback(null, value * 2))(21).then((value) => console.log(value));
const assert = require('assert');
try {
  assert.strictEqual(1, 2);
} catch (error) {
  console.log(error.name, error.code, error.message.split('\n')[0]); // expect: AssertionError ERR_ASSERTION Expected values to be strictly equal:
}
assert.throws(() => { throw new TypeError('bad'); }, TypeError);
assert.deepEqual({ a: 1 }, { a: '1' });
console.log(require('querystring').parse('a=1&a=2&b=%20').a); // expect: [ '1', '2' ]
const { createHash } = require('crypto');
console.log(createHash('sha256').update('abc').digest('hex').slice(0, 16), createHash('md5').update('abc').digest('hex')); // expect: ba7816bf8f01cfea 900150983cd24fb0d6963f7d28e17f72
const { StringDecoder } = require('string_decoder');
const decoder = new StringDecoder('utf8');
console.log(decoder.write(Buffer.from([0xE2, 0x82])) + decoder.write(Buffer.from([0xAC]))); // expect: €
try {
  require('child_process').execSync('ls');
} catch (error) {
  console.log(error.code); // expect: ERR_FEATURE_UNAVAILABLE_ON_PLATFORM
}
console.log(structuredClone({ a: new Map([[1, { b: [new Date(0)] }]]) })); // expect: { a: Map(1) { 1 => { b: [Array] } } }
// expect: 42
