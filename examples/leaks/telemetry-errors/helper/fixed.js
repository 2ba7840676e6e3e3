// What telemetry has not asked for yet: the newest few, as texts.
class Telemetry {
  errors = [];
  count = 0;
  add({ message }) {
    this.count++;
    this.errors.push(message);
    if (this.errors.length > 10) this.errors.shift();
  }
  take() {
    return this.errors.splice(0);
  }
}

const telemetry = new Telemetry();
export const report = () => telemetry.take();

// Calls; when that fails, it is noted, and the answer is another one.
function tryTo(work, otherwise) {
  try {
    return work();
  } catch (error) {
    telemetry.add(error);
    return otherwise;
  }
}

function charge(request) {
  if (request.cents < 5_000) return { id: request.id, paid: request.cents };
  throw new Error(`${request.id}: card declined`, { cause: request });
}

export function pay(n) {
  const cents = n % 2 ? 9_900 : 4_900;
  const request = { id: `pay-${n}`, cents, body: new Array(100).fill(n) };
  return tryTo(() => charge(request).paid, 0);
}
