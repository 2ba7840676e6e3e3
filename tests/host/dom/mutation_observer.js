// MutationObserver hears of changes when the running code has ended.
// flags: --host browser
const box = document.createElement('div');
box.innerHTML = '<p>x</p>';
const observer = new MutationObserver((records, self) => {
  console.log(records.length, self === observer);
  for (const { type, target, addedNodes, removedNodes, previousSibling, nextSibling, attributeName, oldValue } of records) {
    console.log(type, target.nodeName, addedNodes.length, removedNodes.length, previousSibling?.nodeName, nextSibling?.nodeName, attributeName, oldValue);
  }
});
observer.observe(box, { childList: true, attributes: true, attributeOldValue: true, characterData: true, characterDataOldValue: true, subtree: true });
box.append('text', document.createElement('b'));
box.firstChild.remove();
box.title = 'a';
box.title = 'b';
box.firstChild.data = 'new';
box.querySelector('b').innerHTML = '<i></i><u></u>';
box.insertBefore(box.lastChild, box.firstChild);
queueMicrotask(() => {
  console.log('later');
  box.lang = 'x';
  console.log(observer.takeRecords().length);
  observer.observe(box, { attributes: true, attributeFilter: ['id'] });
  box.lang = 'y';
  box.id = 'z';
  queueMicrotask(() => {
    observer.disconnect();
    box.id = 'never';
    console.log(observer.takeRecords().length);
  });
});
console.log('sync'); // expect: sync
try {
  observer.observe(box, {});
} catch (error) {
  console.log(error.name);
// expect: TypeError
// expect: 8 true
// expect: childList DIV 2 0 P undefined null null
// expect: childList DIV 0 1 undefined #text null null
// expect: attributes DIV 0 0 undefined undefined title null
// expect: attributes DIV 0 0 undefined undefined title a
// expect: characterData #text 0 0 undefined undefined null text
// expect: childList B 2 0 undefined undefined null null
// expect: childList DIV 0 1 #text undefined null null
// expect: childList DIV 1 0 undefined #text null null
// expect: later
// expect: 1
// expect: 1 true
// expect: attributes DIV 0 0 undefined undefined id null
// expect: 0
}
