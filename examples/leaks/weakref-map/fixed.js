// Holds nothing alive: the pictures are only referred to weakly, and when one
// is gone, so is its entry.
const pictures = new Map();

const gone = new FinalizationRegistry((id) => {
  if (!pictures.get(id)?.deref()) pictures.delete(id);
});

class Picture {
  constructor(id) {
    this.id = id;
    this.pixels = new Uint8Array(1_024);
  }
}

export function load(id) {
  const known = pictures.get(id)?.deref();
  if (known) return known;
  const picture = new Picture(id);
  pictures.set(id, new WeakRef(picture));
  gone.register(picture, id);
  return picture;
}

export function showPicture(n) {
  const picture = load(`pictures/${n}.webp`);
  return picture.pixels.length;
}
