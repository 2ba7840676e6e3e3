function load() {
  return { title: 'Report', pages: new Array(2000).fill('page') };
}

function open() {
  let report = load();
  const count = report.pages.length;
  const print = () => report.pages.join('\n');
  const show = () => `${count} pages`;
  const copy = report;
  const unused = () => copy;
  report = null;
  return { show, print: null };
}

const handler = open().show;
console.log(handler());
