// ejs renders.
'use strict';
const ejs = require('ejs');
console.log(ejs.render('<% for (const u of users) { -%>\n<li><%= u.name %> <%- u.raw %></li>\n<% } %><%# no %><%_ const x = 1 _%> <%= x %> <%% ', { users: [{ name: '<a>', raw: '<b>' }, { name: 'c', raw: '' }] }));
console.log(ejs.compile('Hello [?= name ?]', { delimiter: '?', openDelimiter: '[', closeDelimiter: ']' })({ name: 'you' }));
try { ejs.render('line 1\n<%= nope.x %>', {}); } catch (error) { console.log(error.message); }
