// fast-xml-parser reads and writes XML.
'use strict';
const { XMLParser, XMLBuilder, XMLValidator } = require('fast-xml-parser');
const text = '<?xml version="1.0"?><a x="1"><b>2</b><b>t &amp; u</b><!-- c --><c><![CDATA[<raw>]]></c><d/></a>';
const value = new XMLParser({ ignoreAttributes: false, commentPropName: '#comment' }).parse(text);
console.log(JSON.stringify(value), new XMLBuilder({ ignoreAttributes: false, format: true }).build(value));
console.log(XMLValidator.validate('<a><b></a>'), new XMLParser({ preserveOrder: true }).parse('<p>x<i>y</i>z</p>'));
