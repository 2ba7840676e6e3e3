// Standard input: an input of the run like its files, noted piece by piece.
'use strict';
const binding = require('internal/binding');
const errors = require('internal/errors');

const PIECE_TURNS = 1;
let rest = ''; // bytes that were read and not taken
let isOver = false;

// The next piece, as a string of bytes; "" at the end.
function readMore() {
  if (isOver) return '';
  const piece = binding.ask('input', '');
  if (typeof piece === 'number') throw errors.fileError(piece, 'read');
  if (piece === '') isOver = true;
  return piece;
}

// At most so many bytes; "" at the end.
exports.take = function take(count) {
  if (rest === '') rest = readMore();
  const taken = rest.slice(0, count);
  rest = rest.slice(count);
  return taken;
};

// All that is left.
exports.takeAll = function takeAll() {
  let all = rest;
  rest = '';
  for (let piece; (piece = readMore()) !== '';) all += piece;
  return all;
};

// process.stdin: it reads when somebody listens, and each piece is a task of
// its own.
exports.makeStream = function makeStream() {
  const { Readable } = require('stream');
  const { Buffer } = require('buffer');
  const stream = new Readable({
    highWaterMark: 65536,
    read(size) {
      binding.queueFile(PIECE_TURNS, () => {
        if (stream.destroyed) return;
        let piece;
        try {
          piece = exports.take(size);
        } catch (error) {
          stream.destroy(error);
          return;
        }
        stream.push(piece === '' ? null : Buffer.from(piece, 'latin1'));
      });
    },
  });
  stream.fd = 0;
  stream.ref = stream.unref = () => stream;
  return stream;
};
