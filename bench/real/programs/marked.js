// marked renders the README files of the packages here.
'use strict';
const fs = require('fs');
const path = require('path');
const { marked } = require('marked');
for (const name of ['acorn', 'mustache', 'handlebars', 'terser', 'immer', 'js-yaml', 'ramda']) {
  const folder = path.join(__dirname, '..', 'node_modules', name);
  const file = fs.readdirSync(folder).find((each) => each.toLowerCase() === 'readme.md');
  if (file) console.log(marked.parse(fs.readFileSync(path.join(folder, file), 'utf8')));
}
