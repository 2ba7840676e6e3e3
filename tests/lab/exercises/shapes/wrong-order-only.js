const points = [];
for (let i = 0; i < 1000; i++) {
  const point = { x: i, y: i };
  if (i % 10 === 0) {
    point.old = true;
    delete point.x;
    point.x = i;
  }
  points.push(point);
}
console.log(points[10].x + points[11].y);
