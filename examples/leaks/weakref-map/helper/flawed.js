// Holds nothing alive: values are only referred to weakly.
class WeakCache {
  #references = new Map();
  get(key) {
    return this.#references.get(key)?.deref();
  }
  set(key, value) {
    this.#references.set(key, new WeakRef(value));
    return value;
  }
}

const pictures = new WeakCache();

class Picture {
  constructor(id) {
    this.id = id;
    this.pixels = new Uint8Array(1_024);
  }
}

export function load(id) {
  return pictures.get(id) ?? pictures.set(id, new Picture(id));
}

export function showPicture(n) {
  const picture = load(`pictures/${n}.webp`);
  return picture.pixels.length;
}
