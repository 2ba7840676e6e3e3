let connection = null;

// Opens a connection in place of the one that there is.
export function reconnect(n) {
  const topics = connection ? connection.topics : ['prices', 'orders'];
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
