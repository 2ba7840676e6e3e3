// parseInt, parseFloat, isNaN, isFinite.
console.log(parseInt('42px'), parseInt(' -0x1F'), parseInt('101', 2), parseInt('z', 36), parseInt(''), parseInt('9', 8), parseInt('12', 1), parseInt('12', 37)) // expect: 42 -31 5 35 NaN NaN NaN NaN
console.log(parseInt(1e21), parseInt(0.0000005), parseInt(null, 36), parseInt('123456789012345678901234567890'), Object.is(parseInt('-0'), -0), parseInt('0b11')) // expect: 1 5 1112745 1.2345678901234568e+29 true 0
console.log(parseFloat('3.14abc'), parseFloat('.5'), parseFloat('-.5e-2x'), parseFloat('Infinityx'), parseFloat('-Infinity'), parseFloat('e5'), parseFloat('1e'), parseFloat('  7'), parseFloat('0x10')) // expect: 3.14 0.5 -0.005 Infinity -Infinity NaN 1 7 0
console.log(isNaN('x'), isNaN(''), isNaN(undefined), isFinite('5'), isFinite(Infinity), isFinite(null)) // expect: true false true true false true
console.log(Number.parseInt === parseInt, Number.parseFloat === parseFloat, parseInt.length, parseFloat.length) // expect: true true 2 1
console.log(parseInt('１'), parseInt('\u00a0\ufeff\u20285'), parseInt({ toString: () => '8' })) // expect: NaN 5 8
