// imul and clz32 work on 32 bits.
console.log(Math.imul(3, 4), Math.imul(-5, 12), Math.imul(0xffffffff, 5), Math.imul(2 ** 31, 2), Math.imul(65537, 65537), Math.imul())
// expect: 12 -60 -5 0 131073 0
console.log(Math.clz32(1), Math.clz32(0), Math.clz32(-1), Math.clz32(0.9), Math.clz32(2 ** 32), Math.clz32('x')) // expect: 31 32 0 32 32 32
