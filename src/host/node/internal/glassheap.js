// The global `glassheap`: what a program says to the host it runs in.
'use strict';
const answers = require('internal/fetch_table');

module.exports = Object.defineProperty({
  // glassheap.fetchTable({'https://example.org/users': {json: [...]}}): what
  // fetch answers; see internal/fetch_table.
  fetchTable(table) {
    answers.add(table);
  },
}, Symbol.toStringTag, { value: 'glassheap', configurable: true });
