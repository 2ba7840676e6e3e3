// The TypeScript compiler checks a project of some thousand lines: the
// declarations of acorn, immutable, zod and itself, and a file with errors.
'use strict';
const fs = require('fs');
const path = require('path');
const ts = require('typescript');
const folder = path.join(__dirname, '../fixtures/typescript');
const files = fs.readdirSync(folder).filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
const program = ts.createProgram(files, {
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true, noEmit: false, outDir: '/out', types: [], lib: ['lib.es2022.d.ts'],
});
const diagnostics = ts.getPreEmitDiagnostics(program);
console.log(diagnostics.length, program.getSourceFiles().length, program.getTypeCount(), program.getSymbolCount());
console.log(ts.formatDiagnostics(diagnostics, { getCanonicalFileName: (f) => f, getCurrentDirectory: () => folder, getNewLine: () => '\n' }));
program.emit(undefined, (name, text) => console.log(`--- ${path.basename(name)}\n${text}`));
