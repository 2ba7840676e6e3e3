// Who waits for the shutdown: a function for each job that is running.
const waiting = new Set();
let reason = null;

export function shutDown() {
  reason = 'shutting down';
  for (const stop of waiting) stop(reason);
}

async function work(job) {
  for (const step of job.steps) await step;
  return { job, result: job.steps.length };
}

// Settles with the job, or with the reason of a shutdown that comes before.
function unlessShutDown(promise) {
  return new Promise((resolve, reject) => {
    if (reason) resolve(reason);
    waiting.add(resolve);
    promise.then(resolve, reject).finally(() => waiting.delete(resolve));
  });
}

export async function runJob(n) {
  const job = { name: `job-${n}`, steps: [n, n + 1, n + 2] };
  const outcome = await unlessShutDown(work(job));
  return typeof outcome === 'string' ? outcome : outcome.result;
}
