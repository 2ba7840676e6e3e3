// node:tty - no terminal is ever there: output goes through the console.
'use strict';
function ReadStream() { throw new Error('There is no terminal'); }
function WriteStream() { throw new Error('There is no terminal'); }
function TTY() { throw new Error('There is no terminal'); }
module.exports = { isatty: () => false, ReadStream, WriteStream, TTY };
