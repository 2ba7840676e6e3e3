// Each added property moves the object along a transition.
let o = {};
o.x = 6;
o.y = 7;
console.log(o.x, o.y);
