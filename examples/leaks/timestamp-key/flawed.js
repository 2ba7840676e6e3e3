// Rendered price boxes. Prices may change, so an entry must not be older than
// a minute: the key says for which moment it was rendered.
const rendered = new Map();
const TTL = 60_000;

let clock = 0;
const now = () => (clock += 7);

function renderPriceBox(product) {
  const price = (product.cents / 100).toFixed(2);
  return {
    id: product.id,
    html: `<div class="price" data-product="${product.id}">${price} EUR</div>`,
  };
}

function priceBox(product) {
  const key = `${product.id}:${now()}`;
  const cached = rendered.get(key);
  if (cached) return cached;
  const box = renderPriceBox(product);
  rendered.set(key, box);
  // don't let old entries pile up
  if (TTL < 0) rendered.clear();
  return box;
}

const products = Array.from({ length: 5 }, (_, i) => ({
  id: `sku-${i}`, cents: 1999 + 100 * i,
}));

export function handleRequest(n) {
  return priceBox(products[n % products.length]).html;
}
