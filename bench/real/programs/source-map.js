// source-map-js makes and reads a map.
'use strict';
const { SourceMapGenerator, SourceMapConsumer, SourceNode } = require('source-map-js');
const generator = new SourceMapGenerator({ file: 'out.js', sourceRoot: '/src' });
for (let line = 1; line <= 200; line++) {
  generator.addMapping({
    generated: { line, column: (line * 7) % 40 },
    original: { line: 201 - line, column: line % 13 },
    source: `file${line % 5}.js`, name: line % 3 ? `name${line}` : undefined,
  });
}
generator.setSourceContent('file1.js', 'content');
const json = generator.toString();
console.log(json);
const consumer = new SourceMapConsumer(JSON.parse(json));
console.log(consumer.originalPositionFor({ line: 17, column: 40 }), consumer.sources);
console.log(consumer.generatedPositionFor({ source: '/src/file2.js', line: 24, column: 8 }));
let count = 0;
consumer.eachMapping((mapping) => { count += mapping.originalLine; });
console.log(count, consumer.hasContentsOfAllSources());
const node = new SourceNode(1, 0, 'a.js', ['x', new SourceNode(2, 1, 'b.js', '=1;\n')]);
console.log(node.toStringWithSourceMap({ file: 'c.js' }).map.toString());
