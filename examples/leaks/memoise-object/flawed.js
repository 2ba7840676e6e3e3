function memoise(compute) {
  const results = new Map();
  return (argument) => {
    if (!results.has(argument)) results.set(argument, compute(argument));
    return results.get(argument);
  };
}

export let computed = 0;

export const shippingOf = memoise((order) => {
  computed++;
  const weight = order.items.reduce((sum, item) => sum + item.grams, 0);
  return { cents: 490 + Math.ceil(weight / 1_000) * 120, weight };
});

function loadOrder(n) {
  return { id: n, items: [{ grams: 300 }, { grams: 40 * n }, { grams: 1_200 }] };
}

export function showOrder(n) {
  const order = loadOrder(n);
  const first = shippingOf(order);
  const again = shippingOf(order); // the footer shows it, too
  return first === again ? first.cents : NaN;
}
