const list = document.createElement('main');
document.body.append(list);

class Card {
  constructor(n) {
    this.root = document.createElement('section');
    this.root.innerHTML = `<h2>card ${n}</h2><p class="width"></p>`;
    this.width = this.root.querySelector('.width');
  }

  mount(parent) {
    parent.append(this.root);
    addEventListener('resize', () => this.show());
    this.show();
  }

  unmount() {
    this.root.remove();
  }

  show() {
    this.width.textContent = `${globalThis.innerWidth ?? 1024} pixels`;
  }
}

export function open(n) {
  const card = new Card(n);
  card.mount(list);
  return card;
}

export function scrollPast(n) {
  const card = open(n);
  const text = card.root.textContent;
  card.unmount();
  return text;
}
