// A NUL does not end a tag or a code: with one inside it is none.
for (const ask of [
  () => Intl.getCanonicalLocales('en\0x'),
  () => new Intl.DisplayNames('en', { type: 'language' }).of('en\0'),
]) {
  try {
    console.log(ask());
  } catch (error) {
    console.log(String(error));
  }
}
// expect: RangeError: Incorrect locale information provided
// expect: RangeError: Incorrect locale information provided
