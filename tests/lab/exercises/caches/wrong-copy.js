function area(shape) {
  return shape.w * shape.h;
}

const boxes = [
  { w: 1, h: 2 },
  { h: 2, w: 3 },
  { w: 2, h: 2, name: 'square' },
  { id: 7, w: 1, h: 1 },
  { colour: 'red', w: 2, h: 5 },
  { h: 1, w: 1, hidden: true },
];
let sum = 0;
for (const box of boxes) sum += area({ ...box });
console.log(sum);
