const TTL = 60_000;

let clock = 0;
const now = () => (clock += 7);

// Keeps values for a while; a value that is too old is made anew.
class Cache {
  entries = new Map();
  get(id, make) {
    const entry = this.entries.get(this.keyOf(id)) ?? this.add(id, make());
    return entry.value;
  }
  add(id, value) {
    const entry = { value, at: now() };
    this.entries.set(this.keyOf(id), entry);
    return entry;
  }
  // an entry is good for a minute
  keyOf(id) {
    return `${id}@${Math.floor((now() * TTL) / TTL)}`;
  }
}

// Rendered price boxes.
const rendered = new Cache();

function renderPriceBox(product) {
  const price = (product.cents / 100).toFixed(2);
  return {
    id: product.id,
    html: `<div class="price" data-product="${product.id}">${price} EUR</div>`,
  };
}

const products = Array.from({ length: 5 }, (_, i) => ({
  id: `sku-${i}`, cents: 1999 + 100 * i,
}));

export function handleRequest(n) {
  const product = products[n % products.length];
  return rendered.get(product.id, () => renderPriceBox(product)).html;
}
