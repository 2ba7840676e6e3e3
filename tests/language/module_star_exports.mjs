// export *, renamed exports, names that are strings, ambiguous names.
import * as star from './fixtures/modules/star.mjs';
import { 'a string name' as text, renamed, counter } from './fixtures/modules/star.mjs';
import * as conflict from './fixtures/modules/conflict.mjs';
console.log(Object.keys(star).join()); // expect: a string name,constant,count,counter,default,increase,renamed
console.log(text, renamed, star.constant, counter.constant); // expect: own constant own constant
console.log(conflict.only, 'name' in conflict); // expect: 1 false
try {
  await import('./fixtures/modules/import-ambiguous.mjs');
} catch (error) {
  console.log(error.name, error.message); // expect: SyntaxError The requested module './conflict.mjs' contains conflicting star exports for name 'name'
}
