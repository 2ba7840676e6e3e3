// js-yaml reads and writes.
'use strict';
const yaml = require('js-yaml');
const text = `
anchors:
  base: &base { name: hi, list: [1, 2.5, 0x1F, 1e3, ~, true] }
  other: { <<: *base, more: "a\\nb" }
block: |
  line 1
    line 2
folded: >-
  some
  folded text
date: 2001-12-14
multi: ? [a, b]
       : c
`;
try {
  const value = yaml.load(text);
  console.log(value);
  console.log(yaml.dump(value, { sortKeys: true }));
} catch (error) {
  console.log(error.name, error.message);
}
try {
  yaml.load('a: [1, 2\nb: c');
} catch (error) {
  console.log(error.message);
}
