// A text that is evaluated again at the same place does what it would if it
// were new: other variables, other functions, other template objects.
function add(a) {
  return eval('a + 1');
}
console.log(add(1), add(2)); // expect: 2 3
const made = [];
for (let i = 0; i < 3; i++) made.push(eval('(() => i)'));
console.log(made.map((f) => f()).join(), made[0] === made[1]); // expect: 0,1,2 false
const strings = (parts) => parts;
const parts = [0, 1].map(() => eval('strings`a`'));
console.log(parts[0] === parts[1]); // expect: false
function shadow(first) {
  if (first) eval('var found = "local"');
  return eval('typeof found');
}
console.log(shadow(true), shadow(false), shadow(true)); // expect: string undefined string
let total = 0;
for (let i = 0; i < 1000; i++) total += (0, eval)('1');
console.log(total); // expect: 1000
