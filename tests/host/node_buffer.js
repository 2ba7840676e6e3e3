// Buffer: a Uint8Array with encodings and numbers.
const { Buffer } = require('buffer');
console.log(Buffer.from('héllo €'), Buffer.from('aGk=', 'base64').toString()); // expect: <Buffer 68 c3 a9 6c 6c 6f 20 e2 82 ac> hi
console.log(Buffer.from('ff00', 'hex'), Buffer.from([1, 300]), Buffer.alloc(3, 'ab')); // expect: <Buffer ff 00> <Buffer 01 2c> <Buffer 61 62 61>
console.log(Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString('base64url')); // expect: YWI
const bytes = Buffer.alloc(8);
bytes.writeUInt32BE(0xdeadbeef, 0);
bytes.writeInt16LE(-2, 4);
console.log(bytes.readUInt32BE(0).toString(16), bytes.readInt16LE(4), bytes.indexOf(0xbe)); // expect: deadbeef -2 2
console.log(bytes.subarray(0, 2), Buffer.isBuffer(bytes.slice(1)), bytes instanceof Uint8Array); // expect: <Buffer de ad> true true
console.log(JSON.stringify(Buffer.from('a')), Buffer.byteLength('€'), Buffer.compare(Buffer.from('a'), Buffer.from('b'))); // expect: {"type":"Buffer","data":[97]} 3 -1
try {
  bytes.readInt8(8);
} catch (error) {
  console.log(error.code, error.message); // expect: ERR_OUT_OF_RANGE The value of "offset" is out of range. It must be >= 0 and <= 7. Received 8
}
console.log(new TextDecoder().decode(new TextEncoder().encode('ü😀')), atob(btoa('hello'))); // expect: ü😀 hello
console.log(Buffer.from([0xE2, 0x82]).toString(), Buffer.from('😀').toString('utf16le').length); // expect: � 2
