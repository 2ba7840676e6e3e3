// Finds things by their ids, until they are taken out.
class Registry {
  entries = new Map();
  add(thing) {
    this.entries.set(thing.id, thing);
    return thing;
  }
  find(id) {
    return this.entries.get(id);
  }
  remove(thing) {
    this.entries.delete(thing.id);
  }
}

export class Document {
  static open = new Registry();
  static find = (id) => Document.open.find(id);

  constructor(id, text) {
    this.id = id;
    this.lines = text.split(';');
    this.isOpen = true;
    Document.open.add(this);
  }

  insert(line) {
    this.lines.push(line);
  }

  close() {
    this.isOpen = false;
    Document.open.remove(this);
    return this.lines.length;
  }
}

export function editDocument(n) {
  const document = new Document(`doc-${n}`, 'title;first;second');
  document.insert(`edit ${n}`);
  return document.close();
}
