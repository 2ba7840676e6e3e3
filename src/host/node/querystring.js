// node:querystring
'use strict';

const unreserved =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!'()*-._~";

function escape(text) {
  let out = '';
  for (const character of String(text)) {
    out += unreserved.includes(character) ? character
                                          : encodeURIComponent(character);
  }
  return out;
}

function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return require('buffer').Buffer.from(text).toString();
  }
}

function primitive(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Number.isFinite(value) ? `${value}` : '';
    case 'bigint':
    case 'boolean': return `${value}`;
    default: return '';
  }
}

function stringify(object, separator = '&', equals = '=', options) {
  const encode = (options && options.encodeURIComponent) || querystring.escape;
  if (object === null || typeof object !== 'object') return '';
  const pairs = [];
  for (const key of Object.keys(object)) {
    const name = encode(primitive(key)) + equals;
    const value = object[key];
    if (Array.isArray(value)) {
      for (const each of value) pairs.push(name + encode(primitive(each)));
    } else {
      pairs.push(name + encode(primitive(value)));
    }
  }
  return pairs.join(separator);
}

function parse(text, separator = '&', equals = '=', options) {
  const decode = (options && options.decodeURIComponent) || querystring.unescape;
  const most = options && options.maxKeys !== undefined ? options.maxKeys : 1000;
  const result = Object.create(null);
  if (typeof text !== 'string' || text === '') return result;
  let pairs = text.split(separator);
  if (most > 0) pairs = pairs.slice(0, most);
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf(equals);
    const plain = (part) => decode(part.split('+').join(' '));
    const key = plain(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : plain(pair.slice(at + equals.length));
    if (!(key in result)) result[key] = value;
    else if (Array.isArray(result[key])) result[key].push(value);
    else result[key] = [result[key], value];
  }
  return result;
}

const querystring = {
  escape, unescape, stringify, parse, encode: stringify, decode: parse,
};
module.exports = querystring;
