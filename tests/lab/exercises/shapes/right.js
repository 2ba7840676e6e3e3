const points = [];
for (let i = 0; i < 1000; i++) {
  const point = { x: i, y: i };
  points.push(point);
}
console.log(points[10].x + points[11].y);
