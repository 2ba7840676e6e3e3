// BigInt(), asIntN, asUintN, toString, and BigInts where something else is wanted.
console.log(BigInt(2 ** 60), BigInt('-12'), BigInt(' 0xfF '), BigInt(''), BigInt(true)) // expect: 1152921504606846976n -12n 255n 0n 1n
console.log(BigInt(Number.MAX_VALUE) === 2n ** 1024n - 2n ** 971n, Number(2n ** 53n + 1n), Number(2n ** 1024n)) // expect: true 9007199254740992 Infinity
console.log(BigInt.asIntN(8, 200n), BigInt.asUintN(8, -1n), BigInt.asIntN(64, 2n ** 63n), BigInt.asUintN(64, -1n)) // expect: -56n 255n -9223372036854775808n 18446744073709551615n
console.log(BigInt.asIntN(0, 5n), BigInt.asIntN(200, -5n), BigInt.asUintN(65, -(2n ** 64n))) // expect: 0n -5n 18446744073709551616n
console.log((255n).toString(16), (-255n).toString(2), (2n ** 70n).toString(36), (10n ** 21n).toString()) // expect: ff -11111111 6x5kxtvuwilukg 1000000000000000000000
console.log((1234567n).toLocaleString(), (-12n).toLocaleString(), JSON.stringify({ a: [1] })) // expect: 1,234,567 -12 {"a":[1]}
console.log(Object(5n), [1n], { a: -2n }, new Map([[1n, 2n]])) // expect: [BigInt: 5n] [ 1n ] { a: -2n } Map(1) { 1n => 2n }
console.log(Object.prototype.toString.call(1n), (1n).constructor === BigInt, BigInt.name, BigInt.length) // expect: [object BigInt] true BigInt 1
const attempt = f => { try { return f() } catch (e) { return String(e) } }
console.log(attempt(() => BigInt(1.5))) // expect: RangeError: The number 1.5 cannot be converted to a BigInt because it is not an integer
console.log(attempt(() => BigInt('x')), attempt(() => BigInt('-0x1'))) // expect: SyntaxError: Cannot convert x to a BigInt SyntaxError: Cannot convert -0x1 to a BigInt
console.log(attempt(() => BigInt(undefined)), attempt(() => new BigInt(1))) // expect: TypeError: Cannot convert undefined to a BigInt TypeError: BigInt is not a constructor
console.log(attempt(() => BigInt.asUintN(8, 1)), attempt(() => BigInt(Symbol('s')))) // expect: TypeError: Cannot convert 1 to a BigInt TypeError: Cannot convert Symbol(s) to a BigInt
console.log(attempt(() => BigInt.asIntN(-1, 1n))) // expect: RangeError: Invalid value: not (convertible to) a safe integer
console.log(attempt(() => JSON.stringify([1n]))) // expect: TypeError: Do not know how to serialize a BigInt
console.log(JSON.stringify({ a: 1n }, (k, v) => (typeof v === 'bigint' ? `${v}n` : v))) // expect: {"a":"1n"}
BigInt.prototype.toJSON = function () { return `json ${this}` }
console.log(JSON.stringify([1n, Object(2n)])) // expect: ["json 1","json 2"]
console.log(attempt(() => (1n).toString(1)), attempt(() => (1n).nothing)) // expect: RangeError: toString() radix argument must be between 2 and 36 undefined
const long = 3n ** 800000n
const digits = String(long)
console.log(digits.length, digits.slice(0, 12), digits.slice(-12), BigInt(digits) === long, String(-(10n ** 400000n)).length) // expect: 381698 100873184154 924176000001 true 400002
