function load() {
  return { title: 'Report', pages: new Array(2000).fill('page') };
}

const showing = (count) => () => `${count} pages`;

function open() {
  const report = load();
  const print = () => report.pages.join('\n');
  return { show: showing(report.pages.length), print: null };
}

const handler = open().show;
console.log(handler());
