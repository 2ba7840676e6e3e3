let announce;
const shutdown = new Promise((resolve) => { announce = resolve; });
export const shutDown = () => announce('shutting down');

// A step at a time: the server may go down between any two of them.
async function* work(job) {
  for (const step of job.steps) {
    yield await Promise.race([shutdown, Promise.resolve(step)]);
  }
}

export async function runJob(n) {
  const job = { name: `job-${n}`, steps: [n, n + 1, n + 2] };
  let done = 0;
  for await (const outcome of work(job)) {
    if (typeof outcome === 'string') return outcome;
    done++;
  }
  return done;
}
