// postcss parses and changes style sheets.
'use strict';
const postcss = require('postcss');
const css = '@import "x"; a{color:red;&:hover{color : blue}}\n@media (max-width:100px){.b>.c,d::after{margin:0 auto!important;/* why */}}\n:root{--x: calc(1px + 2px)}';
const plugin = { postcssPlugin: 'x', Declaration(decl) { if (decl.value === 'red') decl.value = 'green'; }, AtRule: { import(rule) { rule.remove(); } }, Rule(rule) { if (!rule.selector.includes('seen')) rule.selector = rule.selectors.map((s) => `.seen ${s}`).join(', '); } };
const result = postcss([plugin]).process(css, { from: 'a.css', to: 'b.css', map: { inline: false } });
console.log(result.css, JSON.parse(result.map.toString()).mappings);
postcss.parse(css).walk((node) => console.log(node.type, node.prop || node.selector || node.name || node.text, node.source.start.line, node.source.start.column));
try { postcss.parse('a { color: '); } catch (error) { console.log(error.name, error.reason, error.line, error.column); }
