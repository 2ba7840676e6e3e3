// A .js file with `import` or `export` in it is an ES module.
import { join } from 'node:path';
export const here = join('a', '..', 'b');
console.log(here, typeof require, typeof this); // expect: b undefined undefined
