// Each property has a value and three attributes.
let point = { x: 5, y: 6 };
console.log(Object.getOwnPropertyDescriptor(point, 'x').writable);
