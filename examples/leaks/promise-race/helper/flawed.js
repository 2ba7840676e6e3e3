let announce;
const shutdown = new Promise((resolve) => { announce = resolve; });
export const shutDown = () => announce('shutting down');

async function work(job) {
  for (const step of job.steps) await step;
  return { job, result: job.steps.length };
}

// What the work comes to, unless the server shuts down before.
function unlessShutDown(promise) {
  return Promise.race([shutdown, promise]);
}

export async function runJob(n) {
  const job = { name: `job-${n}`, steps: [n, n + 1, n + 2] };
  const outcome = await unlessShutDown(work(job));
  return typeof outcome === 'string' ? outcome : outcome.result;
}
