let connection = null;

// Opens a connection in place of the one that there is.
export function reconnect(n) {
  const previous = connection;
  const topics = previous ? previous.topics : ['prices', 'orders'];

  // handy in the console: who was here before?
  function describe() {
    return previous ? `after ${previous.id}` : 'the first';
  }

  connection = {
    id: `connection-${n}`,
    topics,
    log: new Array(100).fill(0),
    receive(topic) {
      return topics.includes(topic);
    },
  };
  return connection;
}
