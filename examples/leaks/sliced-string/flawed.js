// Order numbers by the time of their mails.
export const orders = [];

function readMail(n) {
  const lines = new Array(60).fill(`> the reply to reply number ${n} `);
  return `Order: A-${1000 + n};${lines.join('|')}`;
}

export function receiveMail(n) {
  const body = readMail(n);
  const match = /Order: ([A-Z]-\d+);/.exec(body);
  if (!match) return null;
  orders.push(match); // its first group is the number
  return match[1];
}

export function latestOrder() {
  return orders.at(-1)?.[1];
}
