// What can go wrong while modules are loaded, linked and run.
const tries = ['absent.mjs', 'import-absent.mjs', 'throws.mjs', 'throws.mjs', 'data.json'];
for (const name of tries) {
  try {
    await import(`./fixtures/modules/${name}`);
  } catch (error) {
    console.log(error.name, error.code, error.message.split('/')[0]);
  }
}
// expect: Error ERR_MODULE_NOT_FOUND Cannot find module '
// expect: SyntaxError undefined The requested module '.
// expect: Error undefined from a module
// expect: Error undefined from a module
// expect: TypeError ERR_IMPORT_ATTRIBUTE_MISSING Module "file:
await import('./fixtures/modules/syntax.mjs').catch((error) => console.log(error.name)); // expect: SyntaxError
await import({ toString() { throw new RangeError('no text'); } }).catch((error) => console.log(error.message)); // expect: no text
