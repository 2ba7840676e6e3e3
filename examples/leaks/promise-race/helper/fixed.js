// Ends whatever runs when somebody says so, and forgets what has ended.
class Ending {
  #reason = null;
  #stops = new Set();

  announce(reason) {
    this.#reason = reason;
    for (const stop of this.#stops) stop(reason);
  }

  race(promise) {
    return new Promise((resolve, reject) => {
      if (this.#reason) resolve(this.#reason);
      this.#stops.add(resolve);
      promise.then(resolve, reject).finally(() => this.#stops.delete(resolve));
    });
  }
}

const ending = new Ending();
export const shutDown = () => ending.announce('shutting down');

async function work(job) {
  for (const step of job.steps) await step;
  return { job, result: job.steps.length };
}

export async function runJob(n) {
  const job = { name: `job-${n}`, steps: [n, n + 1, n + 2] };
  const outcome = await ending.race(work(job));
  return typeof outcome === 'string' ? outcome : outcome.result;
}
