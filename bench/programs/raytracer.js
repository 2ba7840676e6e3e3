// A small ray tracer: vectors as fresh objects, classes, mirrors, shadows.
class Vector {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }
  plus(v) {
    return new Vector(this.x + v.x, this.y + v.y, this.z + v.z);
  }
  minus(v) {
    return new Vector(this.x - v.x, this.y - v.y, this.z - v.z);
  }
  times(k) {
    return new Vector(this.x * k, this.y * k, this.z * k);
  }
  dot(v) {
    return this.x * v.x + this.y * v.y + this.z * v.z;
  }
  unit() {
    return this.times(1 / Math.sqrt(this.dot(this)));
  }
}

class Sphere {
  constructor(center, radius, color, mirror) {
    this.center = center;
    this.square = radius * radius;
    this.color = color;
    this.mirror = mirror;
  }
  hit(from, towards) {
    const to = this.center.minus(from);
    const along = to.dot(towards);
    if (along < 0) return Infinity;
    const away = to.dot(to) - along * along;
    if (away > this.square) return Infinity;
    const distance = along - Math.sqrt(this.square - away);
    return distance > 1e-4 ? distance : Infinity;
  }
  normalAt(point) {
    return point.minus(this.center).unit();
  }
  colorAt() {
    return this.color;
  }
}

class Floor {
  constructor(height) {
    this.height = height;
    this.mirror = 0.2;
    this.up = new Vector(0, 1, 0);
    this.light = new Vector(0.9, 0.9, 0.9);
    this.dark = new Vector(0.2, 0.2, 0.25);
  }
  hit(from, towards) {
    const distance = (this.height - from.y) / towards.y;
    return distance > 1e-4 ? distance : Infinity;
  }
  normalAt() {
    return this.up;
  }
  colorAt(point) {
    const odd = (Math.floor(point.x) + Math.floor(point.z)) & 1;
    return odd ? this.light : this.dark;
  }
}

class Scene {
  constructor() {
    this.things = [new Floor(-1)];
    this.sun = new Vector(0.5, 1, -0.6).unit();
    for (let i = 0; i < 7; i++) {
      const height = (i % 3) * 0.5 - 0.4;
      const center = new Vector(i * 0.9 - 2.7, height, 3 + (i % 2));
      const color = new Vector(0.3 + i * 0.1, 0.9 - i * 0.1, 0.5);
      this.things.push(new Sphere(center, 0.5, color, i % 3 === 0 ? 0.5 : 0.1));
    }
  }
  nearest(from, towards) {
    let best = null;
    let least = Infinity;
    for (const thing of this.things) {
      const distance = thing.hit(from, towards);
      if (distance < least) {
        least = distance;
        best = thing;
      }
    }
    return { thing: best, distance: least };
  }
  trace(from, towards, depth) {
    const { thing, distance } = this.nearest(from, towards);
    if (thing === null) {
      return new Vector(0.4, 0.6, 1).times(0.3 + 0.7 * Math.max(0, towards.y));
    }
    const point = from.plus(towards.times(distance));
    const normal = thing.normalAt(point);
    const lit = this.nearest(point, this.sun).thing === null;
    const shade = 0.15 + (lit ? 0.85 * Math.max(0, normal.dot(this.sun)) : 0);
    const color = thing.colorAt(point).times(shade);
    if (depth === 0 || thing.mirror === 0) return color;
    const bounced = towards.minus(normal.times(2 * towards.dot(normal)));
    const seen = this.trace(point, bounced, depth - 1);
    return color.times(1 - thing.mirror).plus(seen.times(thing.mirror));
  }
}

function render(width, height) {
  const scene = new Scene();
  const eye = new Vector(0, 0.4, -2);
  let checksum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const towards = new Vector(x / width - 0.5, 0.5 - y / height, 1).unit();
      const color = scene.trace(eye, towards, 2);
      const pixel = Math.floor((color.x + color.y * 2 + color.z * 3) * 255);
      checksum = (checksum * 31 + pixel) % 1000000007;
    }
  }
  return checksum;
}

console.log(render(190, 140));
