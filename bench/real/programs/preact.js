// preact renders on the server.
'use strict';
const { h, Fragment, createContext } = require('preact');
const { useState, useMemo, useContext } = require('preact/hooks');
const { render } = require('preact-render-to-string');
const Name = createContext('x');
const App = ({ n }) => { const [a] = useState(n); const b = useMemo(() => a * 2, [a]); return h(Fragment, null, h('p', { class: 'c', style: { width: 5 } }, b, ' ', useContext(Name)), [1, 2].map((i) => h('li', { key: i, onClick() {} }, i))); };
console.log(render(h(Name.Provider, { value: '<y>' }, h(App, { n: 21 }), h('input', { checked: true, value: 'v' }))));
