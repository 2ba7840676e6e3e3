// Rendered price boxes, one for each product, with the moment at which each
// was rendered: a newer one replaces it.
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
  const cached = rendered.get(product.id);
  if (cached && now() - cached.at < TTL) return cached.box;
  const box = renderPriceBox(product);
  rendered.set(product.id, { box, at: now() });
  return box;
}

const products = Array.from({ length: 5 }, (_, i) => ({
  id: `sku-${i}`, cents: 1999 + 100 * i,
}));

export function handleRequest(n) {
  return priceBox(products[n % products.length]).html;
}
