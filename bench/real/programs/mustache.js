// mustache renders.
'use strict';
const Mustache = require('mustache');
const view = {
  title: 'Joe', calc: () => 2 + 4, list: [{ name: 'a' }, { name: '<b>' }], empty: [],
  bold: () => (text, render) => `<b>${render(text)}</b>`, deep: { er: { x: 1 } },
};
console.log(Mustache.render(`{{title}} spends {{calc}}
{{#list}}
- {{name}} {{{name}}} {{&name}}
{{/list}}
{{^empty}}nothing{{/empty}} {{#bold}}Hi {{title}}.{{/bold}} {{deep.er.x}} {{! comment }}
{{> part}}
{{=<% %>=}} <% title %>`, view, { part: 'a partial: {{title}}' }));
console.log(JSON.stringify(Mustache.parse('{{#a}}{{b}}{{/a}} text')));
try {
  Mustache.render('{{#open}}', {});
} catch (error) {
  console.log(error.message);
}
