// exec finds the first match and tells its captures, place and text.
const phone = /(\d+)-(\d+)?/.exec('tel 123-')
console.log(phone.slice(), phone.index, phone.input, phone.groups, Object.keys(phone).join())
// expect: [ '123-', '123', undefined ] 4 tel 123- undefined 0,1,2,index,input,groups
console.log(/(?<year>\d{4})-(?<month>\d\d)/.exec('on 2024-05').groups)
// expect: [Object: null prototype] { year: '2024', month: '05' }
console.log(/x/.exec('abc'), /(?:)/.exec('').index) // expect: null 0
console.log(/(z)((a+)?(b+)?(c))*/.exec('zaacbbbcac').slice()) // expect: [ 'zaacbbbcac', 'z', 'ac', 'a', undefined, 'c' ]
console.log(/(a*)*/.exec('b').slice(), /(a*)?/.exec('b').slice(), /(?:a|(b))+/.exec('ba')[1]) // expect: [ '', undefined ] [ '', undefined ] undefined
const indices = /a(?<x>b)?(c)?/d.exec('_ac').indices
console.log(indices[0], indices[1], indices[2], indices.groups.x) // expect: [ 1, 3 ] undefined [ 2, 3 ] undefined
