export class Document {
  static #byId = new Map();

  static find(id) {
    return Document.#byId.get(id);
  }

  constructor(id, text) {
    this.id = id;
    this.lines = text.split(';');
    this.isOpen = true;
    Document.#byId.set(id, this);
  }

  insert(line) {
    this.lines.push(line);
  }

  close() {
    this.isOpen = false;
    Document.#byId.delete(this.id);
    return this.lines.length;
  }
}

export function editDocument(n) {
  const document = new Document(`doc-${n}`, 'title;first;second');
  document.insert(`edit ${n}`);
  return document.close();
}
