// splice removes and inserts anywhere and gives back what it removed.
const a = [1, 2, 3, 4, 5]
console.log(a.splice(1, 2).join(), a.join()) // expect: 2,3 1,4,5
console.log(a.splice(1, 0, 'a', 'b', 'c').join(), a.join()) // expect:  1,a,b,c,4,5
console.log(a.splice(-2, 1, 'x', 'y').join(), a.join()) // expect: 4 1,a,b,c,x,y,5
console.log(a.splice(2).join(), a.join()) // expect: b,c,x,y,5 1,a
console.log(a.splice().length, a.join()) // expect: 0 1,a
console.log(a.splice(0, 100, 9).join(), a.join()) // expect: 1,a 9
const holes = [1, , 3, , 5]
const cut = holes.splice(1, 3)
console.log(cut.length, 0 in cut, 1 in cut, holes.join()) // expect: 3 false true 1,5
const like = { length: 3, 0: 'a', 1: 'b', 2: 'c' }
console.log(Array.prototype.splice.call(like, 0, 1).join(), JSON.stringify(like)) // expect: a {"0":"b","1":"c","length":2}
console.log(Array.prototype.splice.call(like, 1, 0, 'n').length, JSON.stringify(like)) // expect: 0 {"0":"b","1":"n","2":"c","length":3}
const many = Array.from({ length: 100 }, (_, i) => i)
many.splice(10, 80, ...'abc')
console.log(many.join('')) // expect: 0123456789abc90919293949596979899
