// Objects of several Shapes at the same places in the code: sites that see
// one, four, and a dozen; properties added one by one.
const makers = [
  (i) => ({
    kind: 'circle', r: i % 9,
    area() { return 3 * this.r * this.r; },
  }),
  (i) => ({
    kind: 'square', side: i % 7,
    area() { return this.side * this.side; },
  }),
  (i) => ({
    w: i % 5, kind: 'box', h: 3,
    area() { return this.w * this.h; },
  }),
  (i) => ({
    b: i % 6, h: 4, kind: 'triangle',
    area() { return (this.b * this.h) / 2; },
  }),
];

function few(rounds) {
  const shapes = [];
  for (let i = 0; i < 64; i++) shapes.push(makers[i % 4](i));
  let total = 0;
  for (let i = 0; i < rounds; i++) {
    const shape = shapes[i & 63];
    total += shape.area() + shape.kind.length;
  }
  return total;
}

function many(rounds) {
  const objects = [];
  for (let i = 0; i < 12; i++) {
    const object = {};
    for (let j = 0; j <= i; j++) object['filler' + j] = j;
    object.value = i;
    objects.push(object);
  }
  let total = 0;
  for (let i = 0; i < rounds; i++) {
    const object = objects[i % 12];
    object.value = (object.value + 1) & 1023;
    total += object.value;
  }
  return total;
}

function growing(rounds) {
  let total = 0;
  for (let i = 0; i < rounds; i++) {
    const point = {};
    point.x = i;
    point.y = i + 1;
    point.z = i + 2;
    if (i % 2 === 0) point.color = 'red';
    point.w = 1;
    total += point.x + point.y + point.z + point.w;
  }
  return total;
}

console.log(few(1500000), many(1500000), growing(400000));
