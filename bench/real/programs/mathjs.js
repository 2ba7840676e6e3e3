// mathjs evaluates expressions.
'use strict';
const math = require('mathjs');
for (const text of ['2 + 3 * 4^2', 'sqrt(-4)', '12.7 cm to inch', 'det([-1, 2; 3, 1])', 'sin(45 deg)^2', '1/3 + 1/7', 'f(x, y) = x^y; f(2, 10)', '[1,2;3,4] * [5;6]', '5! / gamma(4)', '"a" == "b" ? 1 : 2', 'bignumber(1) / 3', 'fraction(1, 3) + fraction(1, 6)', '2i * 3i', 'mean(1, 2, 3, 10)', '0x1F + 0b101']) {
  try { console.log(text, '=', math.format(math.evaluate(text), 14)); } catch (error) { console.log(text, error.message); }
}
console.log(math.derivative('x^3 + 2x*sin(x)', 'x').toString(), math.simplify('2x + 3x - (x + 1)').toString(), math.parse('a + b * 2').toTex());
console.log(math.inv([[1, 2], [3, 4]]), math.lusolve([[2, 1], [1, 3]], [3, 5]), math.multiply(math.matrix([[1, 0], [0, 1]]), [5, 6]).toString());
try { math.evaluate('2 +'); } catch (error) { console.log(error.message); }
