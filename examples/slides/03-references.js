// What is a reference, and what is not.
let list = [1, 2, 3];
let person = { first: 'Ada', last: 'Lovelace' };
let arrow = () => list.length;
function declared() {
  return 1;
}
let count = 3;
console.log(arrow(), declared(), person.first, count);
