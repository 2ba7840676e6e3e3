// Class hierarchies: super, accessors, static members, private fields,
// fields with initial values, instanceof.
class Shape {
  static made = 0;
  #id;
  name = 'shape';
  constructor() {
    this.#id = ++Shape.made;
  }
  get id() {
    return this.#id;
  }
  area() {
    return 0;
  }
  describe() {
    return this.name.length + this.area();
  }
}

class Rectangle extends Shape {
  name = 'rectangle';
  #width;
  #height;
  constructor(width, height) {
    super();
    this.#width = width;
    this.#height = height;
  }
  get width() {
    return this.#width;
  }
  set width(value) {
    if (value >= 0) this.#width = value;
  }
  area() {
    return this.#width * this.#height;
  }
  describe() {
    return super.describe() + 1;
  }
}

class Square extends Rectangle {
  name = 'square';
  constructor(side) {
    super(side, side);
  }
  static unit() {
    return new this(1);
  }
  describe() {
    return super.describe() * 2;
  }
}

class Circle extends Shape {
  #radius = 1;
  static #count = 0;
  static of(radius) {
    Circle.#count++;
    const circle = new Circle();
    circle.#radius = radius;
    return circle;
  }
  static get count() {
    return Circle.#count;
  }
  area() {
    return 3 * this.#radius * this.#radius;
  }
}

function make(i) {
  switch (i % 4) {
    case 0: return new Rectangle(i % 10, 3);
    case 1: return new Square(i % 7);
    case 2: return Circle.of(i % 5);
    default: return Square.unit();
  }
}

let total = 0;
for (let i = 0; i < 400000; i++) {
  const shape = make(i);
  if (shape instanceof Rectangle) shape.width += 1;
  total = (total + shape.describe() + (shape.id & 3)) % 1000003;
}
console.log(total, Shape.made, Circle.count);
