// Array(n) makes n holes, Array(a, b) makes items; both work without new.
console.log(new Array(3).length) // expect: 3
console.log(0 in new Array(3)) // expect: false
console.log(Array(1, 2, 3).join()) // expect: 1,2,3
console.log(Array('3').length) // expect: 1
console.log(JSON.stringify(new Array(2))) // expect: [null,null]
console.log(Array.length, Array.name) // expect: 1 Array
try { new Array(-1) } catch (e) { console.log(String(e)) } // expect: RangeError: Invalid array length
try { new Array(1.5) } catch (e) { console.log(String(e)) } // expect: RangeError: Invalid array length
console.log(new Array(4294967295).length) // expect: 4294967295
