// replace and replaceAll with text patterns.
console.log('aaa'.replace('a', 'b'), 'aaa'.replaceAll('a', 'b'), 'abc'.replace('x', 'y'), 'aaaa'.replaceAll('aa', 'b')) // expect: baa bbb abc bb
console.log('abc'.replace('', '-'), 'abc'.replaceAll('', '-'), ''.replaceAll('', 'x'), 'x日x'.replaceAll('x', '日')) // expect: -abc -a-b-c- x 日日日
console.log('abc'.replace('b', undefined), 'abc'.replace('b', 5), 'undefined'.replace()) // expect: aundefinedc a5c undefined
