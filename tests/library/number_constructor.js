// Number converts; new Number wraps.
console.log(Number('12'), Number(' 0x1f '), Number('1e3'), Number(''), Number('1 2'), Number(null), Number(undefined), Number([5]))
// expect: 12 31 1000 0 NaN 0 NaN 5
console.log(Number('0b101'), Number('0o17'), Number('-0x1'), Number('Infinity'), Number('infinity'), Number('.5'), Number('5.'), Number('1_0'))
// expect: 5 15 NaN Infinity NaN 0.5 5 NaN
console.log(typeof new Number(1), new Number(2) + 1, new Number('x').valueOf(), Number() === 0) // expect: object 3 NaN true
try { Number(Symbol('s')) } catch (e) { console.log(e.message) } // expect: Cannot convert a Symbol value to a number
console.log(Number.prototype.valueOf(), Object.prototype.toString.call(Number.prototype)) // expect: 0 [object Number]
