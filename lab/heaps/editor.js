// An editor whose history keeps whole documents, by way of a closure each.
class Document {
  constructor(lines) {
    this.lines = lines;
  }
  replace(at, text) {
    const lines = [...this.lines];
    lines[at] = text;
    return new Document(lines);
  }
}

const history = [];
let current = new Document(Array.from({ length: 400 }, (_, i) => `line ${i}`));

function type(at, text) {
  const before = current;
  current = current.replace(at, text);
  history.push({ label: `line ${at}`, undo: () => { current = before; } });
}

for (let i = 0; i < 20; i++) type(i, `edit ${i}`);
let draft = true;
for (let i = 20; i < 120; i++) type(i, `edit ${i}`);
let chapter = true;
for (let i = 120; i < 220; i++) type(i, `edit ${i}`);
console.log(history.length, draft, chapter);
