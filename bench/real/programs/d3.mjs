// d3: modules of ES all the way down.
import * as array from 'd3-array';
import { scaleLinear, scaleTime, scaleBand, scaleLog } from 'd3-scale';
import { line, arc, pie, stack, curveBasis } from 'd3-shape';
const data = Array.from({ length: 20 }, (_, i) => ({ x: i, y: Math.round(Math.sin(i) * 100), k: 'abc'[i % 3] }));
console.log(array.extent(data, (d) => d.y), array.mean(data, (d) => d.y).toFixed(3), array.quantile(data.map((d) => d.y), 0.25).toFixed(3), array.bin().thresholds(4)(data.map((d) => d.y)).map((b) => b.length));
console.log(array.rollup(data, (v) => v.length, (d) => d.k), array.ticks(0, 1, 5), array.group(data.slice(0, 3), (d) => d.k));
const x = scaleLinear().domain([0, 19]).range([0, 500]).nice();
console.log(x(7).toFixed(2), x.ticks(4), x.invert(250), x.tickFormat(4, 's')(1500), scaleBand(['a', 'b'], [0, 100]).padding(0.1).bandwidth().toFixed(3), scaleLog([1, 1000], [0, 3])(10).toFixed(2));
console.log(scaleTime().domain([new Date(Date.UTC(2020, 0, 1)), new Date(Date.UTC(2020, 0, 3))]).ticks(4).map((d) => d.toISOString()));
console.log(line().x((d) => x(d.x)).y((d) => d.y).curve(curveBasis)(data.slice(0, 4)), arc()({ innerRadius: 10, outerRadius: 20, startAngle: 0, endAngle: 1 }), pie()([1, 2, 3]).map((p) => p.endAngle.toFixed(3)), stack().keys(['a', 'b'])([{ a: 1, b: 2 }])[1][0].join());
