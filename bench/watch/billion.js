// About a billion instructions: calls, objects that come and go, arrays and
// strings, so that checkpoints have something to hold.
class Particle {
  constructor(x, v) {
    this.x = x;
    this.v = v;
  }
  step(field) {
    this.v = (this.v + field[this.x & 15]) & 1023;
    this.x = (this.x + this.v) & 4095;
    return this.x;
  }
}

const field = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];
const histogram = new Array(4096).fill(0);
let particles = [];
for (let i = 0; i < 1000; i++) particles.push(new Particle(i, i % 7));

let checksum = 0;
for (let round = 0; round < 38000; round++) {
  for (let i = 0; i < particles.length; i++) {
    const x = particles[i].step(field);
    histogram[x]++;
    checksum = (checksum * 31 + x) & 0xffffff;
  }
  // some die, some are born
  const index = round % 1000;
  particles[index] = new Particle(checksum & 4095, round & 7);
  if (round % 1000 === 0) particles = particles.map((p) => p);
}
console.log(checksum, histogram[100]);
