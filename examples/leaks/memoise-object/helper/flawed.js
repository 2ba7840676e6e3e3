// A result for each argument, computed once.
class Results {
  #known = new Map();
  for(argument, compute) {
    let result = this.#known.get(argument);
    if (result === undefined) {
      result = compute(argument);
      this.#known.set(argument, result);
    }
    return result;
  }
}

const shipping = new Results();
export let computed = 0;

function computeShipping(order) {
  computed++;
  const weight = order.items.reduce((sum, item) => sum + item.grams, 0);
  return { cents: 490 + Math.ceil(weight / 1_000) * 120, weight };
}

export const shippingOf = (order) => shipping.for(order, computeShipping);

function loadOrder(n) {
  return { id: n, items: [{ grams: 300 }, { grams: 40 * n }, { grams: 1_200 }] };
}

export function showOrder(n) {
  const order = loadOrder(n);
  const first = shippingOf(order);
  const again = shippingOf(order); // the footer shows it, too
  return first === again ? first.cents : NaN;
}
