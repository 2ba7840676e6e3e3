let reason = null;
export const shutDown = () => { reason = 'shutting down'; };

// A step at a time: the server may go down between any two of them. No promise
// is needed to look whether it has.
async function* work(job) {
  for (const step of job.steps) {
    const outcome = await step;
    yield reason ?? outcome;
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
