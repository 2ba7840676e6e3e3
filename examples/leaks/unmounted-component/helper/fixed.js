const list = document.createElement('main');
document.body.append(list);

// What cards and other things that come and go have in common.
class Component {
  #listeners = [];
  constructor(html) {
    this.root = document.createElement('section');
    this.root.innerHTML = html;
  }
  mount(parent) {
    parent.append(this.root);
    this.on('resize', () => this.show());
    this.show();
  }
  on(event, listener) {
    window.addEventListener(event, listener);
    this.#listeners.push([event, listener]);
  }
  unmount() {
    for (const [event, listener] of this.#listeners.splice(0)) {
      window.removeEventListener(event, listener);
    }
    this.root.remove();
  }
}

class Card extends Component {
  constructor(n) {
    super(`<h2>card ${n}</h2><p class="width"></p>`);
    this.width = this.root.querySelector('.width');
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
