// What telemetry has not asked for yet: the newest few, as texts.
const failures = [];
const MOST = 10;
export let failed = 0;

class PaymentError extends Error {
  name = 'PaymentError';
  constructor(message, request) {
    super(message, { cause: request });
  }
}

function charge(request) {
  if (request.cents < 5_000) return { id: request.id, paid: request.cents };
  throw new PaymentError(`${request.id}: card declined`, request);
}

export function report() {
  return failures.splice(0);
}

export function pay(n) {
  const cents = n % 2 ? 9_900 : 4_900;
  const request = { id: `pay-${n}`, cents, body: new Array(100).fill(n) };
  try {
    return charge(request).paid;
  } catch (error) {
    failed++;
    failures.push(error.message);
    if (failures.length > MOST) failures.shift();
    return 0;
  }
}
