// Boolean, as function and as constructor.
console.log(Boolean(''), Boolean('false'), Boolean(0), Boolean(-0), Boolean(NaN), Boolean([]), Boolean(null)) // expect: false true false false false true false
console.log(typeof new Boolean(false), new Boolean(false) ? 'object' : '', new Boolean(true).toString(), Boolean.prototype.valueOf())
// expect: object object true false
for (const method of ['toString', 'valueOf']) try { Boolean.prototype[method].call(1) } catch (e) { console.log(e.message) }
// expect: Boolean.prototype.toString requires that 'this' be a Boolean
// expect: Boolean.prototype.valueOf requires that 'this' be a Boolean
