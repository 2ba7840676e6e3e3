// f16round rounds to half precision, ties to even, once.
console.log(Math.f16round(1.337), Math.f16round(5.5), Math.f16round(65519), Math.f16round(65520), Math.f16round(-1e9)) // expect: 1.3369140625 5.5 65504 Infinity -Infinity
console.log(Math.f16round(2 ** -24), Math.f16round(2 ** -25), Math.f16round(2 ** -25 + 2 ** -40), Math.f16round(-0), Math.f16round(NaN)) // expect: 5.960464477539063e-8 0 5.960464477539063e-8 -0 NaN
console.log(Math.f16round(1.00048828125), Math.f16round(1.00048828125000022), Math.f16round(2049), Math.f16round(2051)) // expect: 1 1.0009765625 2048 2052
