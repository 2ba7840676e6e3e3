// pug renders.
'use strict';
const pug = require('pug');
const source = `doctype html
mixin card(title)
  .card(class=title.toLowerCase())
    h2= title
    block
html(lang="en")
  body
    each item, index in items
      +card(item): p #{index} is !{item} and #{'<' + item}
    else
      p none
    if flag
      a(href="/x?" + flag, disabled) link
    - const n = 3
    case n
      when 3: b three
      default: i other
    script.
      var x = "a";
    // comment
`;
console.log(pug.render(source, { items: ['One', 'Two'], flag: 'a&b', pretty: true }));
console.log(pug.compileClient('p= x', { compileDebug: false, name: 'f' }).length);
try { pug.render('p(', {}); } catch (error) { console.log(error.code, error.msg); }
