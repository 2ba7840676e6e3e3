// ** is right-associative; a minus before its base needs brackets.
console.log(2 ** 10, 2 ** 3 ** 2, (-2) ** 2, -(2 ** 2), 2 ** -1, 0 ** 0) // expect: 1024 512 4 -4 0.5 1
let x = 3
x **= 2
console.log(x, 2 * 3 ** 2, NaN ** 0, 1 ** Infinity, (-8) ** (1 / 3), Math.pow(2, 0.5) === 2 ** 0.5)
// expect: 9 18 1 NaN NaN true
console.log(10 ** 308, 10 ** 309, 2 ** 53, 2 ** 1023, 2 ** -1074, 1.1 ** 10)
// expect: 1e+308 Infinity 9007199254740992 8.98846567431158e+307 5e-324 2.5937424601000023
