// Packages are found in node_modules, by `main` or by `exports` with
// conditions and patterns.
const use = require('./fixtures/packages/use');
console.log(use.plain); // expect: plain
console.log(use.exporting); // expect: { who: 'exporting, required', self: { inner: true }, hash: true }
console.log(use.inner, use.failures.join()); // expect: true ERR_PACKAGE_PATH_NOT_EXPORTED,ERR_PACKAGE_PATH_NOT_EXPORTED,MODULE_NOT_FOUND
