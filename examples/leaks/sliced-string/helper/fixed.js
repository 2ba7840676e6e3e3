// Order numbers by the time of their mails.
export const orders = [];

function readMail(n) {
  const lines = new Array(60).fill(`> the reply to reply number ${n} `);
  return `Order: A-${1000 + n};${lines.join('|')}`;
}

// A text of its own: where parts of texts share their memory, a copy does not.
const copy = (text) => text && Array.from(text).join('');

// Finds what a mail is about.
const parse = (body) => ({
  order: copy(/Order: ([A-Z]-\d+);/.exec(body)?.[1]),
  isReply: body.includes('> '),
});

export function receiveMail(n) {
  const { order } = parse(readMail(n));
  if (!order) return null;
  orders.push(order);
  return order;
}

export function latestOrder() {
  return orders.at(-1);
}
