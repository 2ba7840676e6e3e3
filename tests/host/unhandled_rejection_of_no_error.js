// What is no error is told in a sentence.
Promise.reject({ code: 1 });
// expect-error: [UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "#<Object>".] {
// expect-error: code: 'ERR_UNHANDLED_REJECTION'
// exit: 1
