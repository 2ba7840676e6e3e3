// Methods work on anything but null and undefined.
console.log(String.prototype.slice.call(12345, 1, 3), String.prototype.trim.call(true), String.prototype.at.call([1, 2], 0)) // expect: 23 true 1
for (const name of ['trim', 'indexOf', 'split', 'at', 'padStart', 'concat']) try { String.prototype[name].call(undefined) } catch (e) { console.log(e.message) }
// expect: String.prototype.trim called on null or undefined
// expect: String.prototype.indexOf called on null or undefined
// expect: String.prototype.split called on null or undefined
// expect: String.prototype.at called on null or undefined
// expect: String.prototype.padStart called on null or undefined
// expect: String.prototype.concat called on null or undefined
try { String.prototype.toString.call({}) } catch (e) { console.log(e.message) } // expect: String.prototype.toString requires that 'this' be a String
console.log(String.prototype.valueOf.call(Object('v')), ''.concat.length, ''.slice.length, ''.at.name) // expect: v 1 2 at
