// handlebars renders.
'use strict';
const Handlebars = require('handlebars');
Handlebars.registerHelper('loud', (text) => text.toUpperCase());
Handlebars.registerHelper('list', (items, options) => `<ul>${items.map((item) => `<li>${options.fn(item)}</li>`).join('')}</ul>`);
Handlebars.registerPartial('person', '{{name}} ({{age}})');
const template = Handlebars.compile(`{{#each people as |p i|}}
{{i}}: {{> person p}}{{#if p.admin}} admin{{else}} user{{/if}} {{@index}} {{@last}}
{{/each}}{{loud title}} {{{raw}}} {{raw}} {{lookup map "k"}}
{{#list people}}{{name}}{{/list}}{{#with map}}{{k}}{{/with}}{{#unless no}}yes{{/unless}}`);
console.log(template({ people: [{ name: 'Ann', age: 3, admin: true }, { name: 'Bob', age: 4 }], title: 'x', raw: '<i>&</i>', map: { k: 'v' } }));
console.log(Handlebars.precompile('Hello {{name}}!'));
console.log(JSON.stringify(Handlebars.parse('{{#a b c=1}}x{{/a}}')).length);
try {
  Handlebars.compile('{{#if}}')({});
} catch (error) {
  console.log(error.message);
}
