// Reading an undeclared name throws, typeof does not, and only sloppy code may
// create one by assigning it.
console.log(typeof nothing) // expect: undefined
try { nothing } catch (e) { console.log(e.name, e.message) } // expect: ReferenceError nothing is not defined
try { nothing() } catch (e) { console.log(e.name, e.message) }
// expect: ReferenceError nothing is not defined
try { nothing++ } catch (e) { console.log(e.name, e.message) }
// expect: ReferenceError nothing is not defined
made = 5
console.log(made, globalThis.made, delete globalThis.made, typeof made) // expect: 5 5 true undefined
function strict() { 'use strict'; alsoMade = 5 }
try { strict() } catch (e) { console.log(e.name, e.message) }
// expect: ReferenceError alsoMade is not defined
console.log(typeof alsoMade) // expect: undefined
