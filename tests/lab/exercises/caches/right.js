function area(shape) {
  return shape.w * shape.h;
}

const boxes = [
  { w: 1, h: 2 },
  { w: 3, h: 2 },
  { w: 2, h: 2 },
  { w: 1, h: 1 },
  { w: 2, h: 5 },
  { w: 1, h: 1 },
];
let sum = 0;
for (const box of boxes) sum += area(box);
console.log(sum);
