// Single quotes, unless others need fewer escapes.
console.log(["it's", 'say "hi"', `it's "x"`, "`'\"", "${'\"", 'back\\slash']) // expect: [ "it's", 'say "hi"', `it's "x"`, '`\'"', '${\'"', 'back\\slash' ]
console.log(['\n\t\b\u0001\x7f\x9f', 'é日😀', '\ud800', '\u200b']) // expect: [ '\n\t\b\x01\x7F\x9F', 'é日😀', '\ud800', '​' ]
