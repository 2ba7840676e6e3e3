// react renders on the server.
'use strict';
const React = require('react');
const { renderToString, renderToStaticMarkup } = require('react-dom/server');
const h = React.createElement;
const Theme = React.createContext('light');
function Item({ name, done }) {
  const theme = React.useContext(Theme);
  const id = React.useId();
  return h('li', { className: `${theme} item`, 'data-id': id, style: { marginTop: 4, WebkitBoxFlex: 1 } }, done ? h('s', null, name) : name);
}
class List extends React.Component {
  state = { open: true };
  render() { return this.state.open ? h('ul', null, this.props.items.map((item) => h(Item, { key: item.name, ...item }))) : null; }
}
const Memo = React.memo(function Memo() { const [n] = React.useState(() => 41); return h(React.Fragment, null, n + 1, ' & <', h('input', { defaultValue: 'x', disabled: true, onChange() {} })); });
const tree = h(Theme.Provider, { value: 'dark' }, h(List, { items: [{ name: 'a' }, { name: 'b', done: true }] }), h(Memo), h('div', { dangerouslySetInnerHTML: { __html: '<b>raw</b>' } }));
console.log(renderToString(tree));
console.log(renderToStaticMarkup(tree));
