// flags: --host browser
// What Node has and browsers do not is not there.
const names = ['process', 'setImmediate', 'clearImmediate', 'Buffer', 'global'];
console.log(names.map((name) => typeof globalThis[name]).join());
console.log(typeof requestAnimationFrame, typeof structuredClone, typeof addEventListener, typeof URL);
// expect: undefined,undefined,undefined,undefined,undefined
// expect: function function function function
