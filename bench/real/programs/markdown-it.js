// markdown-it renders the README files of the packages here.
'use strict';
const fs = require('fs');
const path = require('path');
const MarkdownIt = require('markdown-it');
const md = (MarkdownIt.default || MarkdownIt)({ html: true, linkify: true, typographer: true });
for (const name of ['acorn', 'mustache', 'handlebars', 'terser', 'js-yaml', 'uglify-js']) {
  const folder = path.join(__dirname, '..', 'node_modules', name);
  const file = fs.readdirSync(folder).find((each) => each.toLowerCase() === 'readme.md');
  if (file) console.log(md.render(fs.readFileSync(path.join(folder, file), 'utf8')));
}
