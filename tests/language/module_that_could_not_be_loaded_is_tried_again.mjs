// When a module cannot be loaded, neither can those that led to it, however
// often they are asked for: none of them stays behind half loaded.
for (const name of ['above', 'above', 'needs', 'above']) {
  await import(`./fixtures/modules/${name}-absent.mjs`).then(
    () => console.log('loaded?'),
    (error) => console.log(name, error.code));
}
// expect: above ERR_MODULE_NOT_FOUND
// expect: above ERR_MODULE_NOT_FOUND
// expect: needs ERR_MODULE_NOT_FOUND
// expect: above ERR_MODULE_NOT_FOUND
