// node:worker_threads - see internal/absent.
'use strict';
module.exports = require('internal/absent')('worker_threads', [
  'Worker',
]);
Object.assign(module.exports, {
  isMainThread: true, parentPort: null, workerData: null, threadId: 0,
  MessageChannel, MessagePort, BroadcastChannel,
});
