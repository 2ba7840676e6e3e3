// A script that a program puts into the page runs, once.
// flags: --host browser
globalThis.log = [];
const script = document.createElement('script');
script.textContent = 'log.push("ran", document.currentScript === globalThis.script); var fromScript = 1;';
globalThis.script = script;
console.log(log.length); // expect: 0
document.body.append(script);
console.log(log.join(), typeof fromScript, document.currentScript); // expect: ran,true number null
document.body.append(script);
console.log(log.length); // expect: 2
const box = document.createElement('div');
box.innerHTML = '<script>log.push("never")<\/script>';
document.body.append(box);
console.log(log.length); // expect: 2
const data = document.createElement('script');
data.type = 'application/json';
data.text = '{"a":';
document.body.append(data);
const late = document.createElement('script');
document.body.append(late);
late.append('log.push("late")');
console.log(log.at(-1)); // expect: late
const fragment = document.createDocumentFragment();
for (const word of ['one', 'two']) {
  const each = document.createElement('script');
  each.text = `log.push("${word}")`;
  fragment.append(each);
}
document.body.append(fragment);
console.log(log.slice(-2).join()); // expect: one,two
