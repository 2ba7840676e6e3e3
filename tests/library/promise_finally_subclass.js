// finally() of a class that extends Promise hands both of its functions on to
// then(), which makes a promise of the class first.
let made = 0;
class Counted extends Promise {
  constructor(executor) {
    super(executor);
    made++;
  }
}
Counted.resolve(1).finally(() => {}).then((value) => {
  console.log(value, made); // expect: 1 12
});
Counted.reject(new Error('no')).finally(() => {}).catch((error) => {
  console.log(error.message); // expect: no
});
