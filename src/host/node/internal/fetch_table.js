// Canned answers of fetch. There is no network: what a program hears is what a
// table says, its own (glassheap.fetchTable) or that of --fetch-table FILE.
//
// A key is a URL, with a method in front of it or not, and may have stars for
// any text: "https://example.org/users/*", "POST https://example.org/users".
// The last one that was added and fits is taken. A value is one of
//
//   'text'                        the body of a 200
//   {status, statusText, headers, body, json, delay, error}
//                                 all of them may be left out; `delay` in ms;
//                                 `error`: the request fails with that message
//   [first, second, ...]          one call after the other; the last one stays
//   (request) => any of these, or a Response, or a promise of one
'use strict';
const binding = require('internal/binding');

const entries = [];
let hasFile = false;

function patternOf(key) {
  const found = /^([A-Z]+) +(.*)$/.exec(key);
  const url = found ? found[2] : key;
  return { method: found ? found[1] : undefined, parts: url.split('*') };
}

function add(table) {
  if (table === null || typeof table !== 'object') {
    throw new TypeError('glassheap.fetchTable wants an object: ' +
      "{'https://example.org/': {json: ...}}");
  }
  for (const key of Object.keys(table)) {
    entries.push({ ...patternOf(key), value: table[key], calls: 0 });
  }
}

// The table of the command line comes first, so that the program's own wins.
function addFile() {
  hasFile = true;
  const text = binding.fetchTable();
  if (text === undefined) return;
  const own = entries.splice(0);
  add(JSON.parse(text));
  entries.push(...own);
}

function fits({ method, parts }, request) {
  if (method !== undefined && method !== request.method) return false;
  const { url } = request;
  if (parts.length === 1) return url === parts[0];
  if (!url.startsWith(parts[0])) return false;
  let at = parts[0].length;
  for (let i = 1; i < parts.length - 1; i++) {
    const found = url.indexOf(parts[i], at);
    if (found < 0) return false;
    at = found + parts[i].length;
  }
  const last = parts[parts.length - 1];
  return url.length - last.length >= at && url.endsWith(last);
}

// What the table has for a request: {answer}, or undefined.
function find(request) {
  if (!hasFile) addFile();
  const entry = entries.findLast((each) => fits(each, request));
  if (!entry) return undefined;
  const { value } = entry;
  const answer = Array.isArray(value)
    ? value[Math.min(entry.calls++, value.length - 1)] : value;
  return { answer: typeof answer === 'function' ? answer(request) : answer };
}

module.exports = { add, find };
