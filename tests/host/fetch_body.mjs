// The body of a Response is a stream; and a stream may be the body of one.
const log = console.log;
const tell = async (act) => {
  try {
    log(await act());
  } catch ({ name, code, message }) {
    log(name, code, message);
  }
};

const response = new Response('h\u00e9llo');
log(response.body instanceof ReadableStream, response.bodyUsed); // expect: true false
const reader = response.body.getReader();
await tell(() => response.text());
// expect: TypeError undefined Body is unusable: Body has already been read
const { value, done } = await reader.read();
log(value.length, done, response.bodyUsed); // expect: 6 false true
log((await reader.read()).done); // expect: true
log(new Response(null).body); // expect: null

const encoder = new TextEncoder();
const made = new Response(new ReadableStream({
  start(controller) {
    controller.enqueue(encoder.encode('{"a":'));
    controller.enqueue(encoder.encode('1}'));
    controller.close();
  },
}));
const copy = made.clone();
log(await made.json(), await copy.text(), made.bodyUsed); // expect: { a: 1 } {"a":1} true

let text = '';
const decoder = new TextDecoder();
for await (const chunk of new Response('abc').body) text += decoder.decode(chunk);
log(text); // expect: abc
const used = new Response('x');
await used.text();
log(used.bodyUsed, used.body.locked); // expect: true true
await tell(() => new Response(ReadableStream.from(['text'])).text());
// expect: TypeError undefined Received non-Uint8Array chunk
