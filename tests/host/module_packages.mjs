// import finds packages by their `exports`, with the conditions of import.
import * as use from './fixtures/packages/use.mjs';
console.log(use.who, use.plain, use.inner); // expect: exporting, imported plain true
console.log(use.missing.split(' imported')[0], use.hidden, use.folder); // expect: Cannot find package 'absent-package' ERR_PACKAGE_PATH_NOT_EXPORTED ERR_UNSUPPORTED_DIR_IMPORT
