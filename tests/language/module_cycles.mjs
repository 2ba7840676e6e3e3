// Modules may import each other: functions are there before anything ran,
// variables when they have been initialised.
import { tellA, seen } from './fixtures/modules/cycle-a.mjs';
import * as self from './module_cycles.mjs';
console.log(tellA()); // expect: a sees b sees of a
console.log(seen); // expect: function, ReferenceError: Cannot access 'value' before initialization
console.log(self.later()); // expect: later
try {
  console.log(self.notYet);
} catch (error) {
  console.log(error.name); // expect: ReferenceError
}
export const notYet = 1;
export function later() { return 'later'; }
console.log(self.notYet, Object.keys(self)); // expect: 1 [ 'later', 'notYet' ]
