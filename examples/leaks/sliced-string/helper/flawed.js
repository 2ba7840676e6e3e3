// Order numbers by the time of their mails.
export const orders = [];

function readMail(n) {
  const lines = new Array(60).fill(`> the reply to reply number ${n} `);
  return `Order: A-${1000 + n};${lines.join('|')}`;
}

// Finds what a mail is about.
const parse = (body) => ({
  order: /Order: ([A-Z]-\d+);/.exec(body),
  isReply: body.includes('> '),
});

export function receiveMail(n) {
  const { order } = parse(readMail(n));
  if (!order) return null;
  orders.push(order);
  return order[1];
}

export function latestOrder() {
  return orders.at(-1)?.[1];
}
