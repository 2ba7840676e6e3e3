// Remembers the last of what is said: as texts, since an object would live as
// long as its message.
function makeRecorder(most) {
  const said = [];
  return {
    info: (...items) => {
      said.push(items.map(String).join(' '));
      if (said.length > most) said.shift();
    },
    recent: () => said.slice(),
  };
}

// What was logged last, for the support form.
export const log = makeRecorder(20);

class Cart {
  constructor(id) {
    this.id = id;
    this.items = new Array(30).fill({ sku: 'tea', cents: 250 });
  }
  get total() {
    return this.items.reduce((sum, { cents }) => sum + cents, 0);
  }
  toString() {
    return `Cart(${this.id})`;
  }
}

export function checkout(n) {
  const cart = new Cart(n);
  log.info('checking out', cart);
  return cart.total;
}
