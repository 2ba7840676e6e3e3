// node:diagnostics_channel
'use strict';
class Channel {
  constructor(name) { this.name = name; this.subscribers = []; }
  get hasSubscribers() { return this.subscribers.length > 0; }
  subscribe(run) { this.subscribers.push(run); }
  unsubscribe(run) {
    const at = this.subscribers.indexOf(run);
    if (at >= 0) this.subscribers.splice(at, 1);
    return at >= 0;
  }
  publish(message) {
    for (const run of this.subscribers.slice()) run(message, this.name);
  }
}
const channels = new Map();
function channel(name) {
  if (!channels.has(name)) channels.set(name, new Channel(name));
  return channels.get(name);
}
module.exports = {
  channel, Channel, hasSubscribers: (name) => channel(name).hasSubscribers,
  subscribe: (name, run) => channel(name).subscribe(run),
  unsubscribe: (name, run) => channel(name).unsubscribe(run),
};
