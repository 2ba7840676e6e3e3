// queueMicrotask wants a function; an exception in one ends the program.
try { queueMicrotask('text'); } catch (e) { console.log(e.code, e.message); }
// expect: ERR_INVALID_ARG_TYPE The "callback" argument must be of type function. Received type string ('text')
queueMicrotask(() => { console.log('first'); throw new Error('second'); }); // expect: first
queueMicrotask(() => console.log('never'));
// expect-error: Error: second
// exit: 1
