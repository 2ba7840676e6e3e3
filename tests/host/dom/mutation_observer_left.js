// Who observes a tree hears of what is done to a node that was taken out of it,
// until the records are given: the standard's transient registrations.
// flags: --host browser
const say = (records) => records.map(({ type, target, attributeName }) =>
  `${type} ${target.nodeName}${attributeName ? ` ${attributeName}` : ''}`).join(', ');
const box = document.createElement('div');
box.innerHTML = '<ul><li><b>x</b></li></ul>';
const [list] = box.children;
const [item] = list.children;
const [bold] = item.children;
const observer = new MutationObserver((records) => {
  console.log(say(records));
});
observer.observe(box, {
  childList: true, attributes: true, characterData: true, subtree: true,
});
const onlyChildren = new MutationObserver((records) => {
  console.log('children', records.length);
});
onlyChildren.observe(list, { childList: true });

item.remove();
item.id = 'out';
bold.firstChild.data = 'y';
bold.remove();
bold.className = 'farther';
// expect: childList UL, attributes LI id, characterData #text, childList LI, attributes B class
// expect: children 1
setTimeout(() => {
  // it was given: nobody hears any more
  item.id = 'silent';
  bold.className = 'silent';
  list.append(item);
  console.log(say(observer.takeRecords())); // expect: childList UL
  list.textContent = '';
  item.id = 'heard';
  observer.disconnect();
  item.id = 'disconnected';
  // expect: children 2
  setTimeout(() => {
    // a move is a removal, too
    observer.observe(box, { attributes: true, subtree: true });
    const other = document.createElement('p');
    list.append(item);
    other.append(item);
    item.id = 'moved';
    observer.observe(box, { attributes: true, subtree: true });
    item.id = 'observed anew';
    console.log(say(observer.takeRecords())); // expect: attributes LI id
    console.log('end'); // expect: end
    // expect: children 2
  });
});

