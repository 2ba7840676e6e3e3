// chai asserts.
import { assert, expect, should } from 'chai';
should();
const checks = [
  () => expect([1, 2, 3]).to.include(2).and.have.lengthOf(3), () => expect({ a: { b: [1, 2] } }).to.deep.equal({ a: { b: [1, 2] } }),
  () => expect({ a: 1 }).to.have.property('b'), () => expect('abc').to.match(/^x/), () => expect(() => { throw new TypeError('bad'); }).to.throw(RangeError),
  () => (5).should.be.above(7), () => assert.deepEqual(new Map([[1, 2]]), new Map([[1, 3]])), () => expect([1, [2, { c: 3 }]]).to.deep.include([2, { c: 3 }]),
  () => expect(new Set([1])).to.have.keys([1, 2]), () => assert.closeTo(1, 1.5, 0.1), () => expect(NaN).to.equal(1), () => expect(undefined).to.exist,
];
for (const check of checks) {
  try { check(); console.log('passes'); } catch (error) { console.log(error.name, error.message, error.actual, error.expected); }
}
