const session = new AbortController();
export const signOut = () => session.abort();

class Upload {
  state = 'running';
  sent = 0;
  constructor(name) {
    this.name = name;
    this.chunks = new Array(32).fill(name);
  }
  abort() {
    this.state = 'aborted';
  }
}

// Once, and not longer than the work: what is never aborted never calls.
async function abortWith(signal, job, work) {
  const stop = () => job.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work(job);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function send(job) {
  for (const chunk of job.chunks) {
    if (job.state === 'aborted') return `${job.name}: aborted`;
    job.sent += chunk.length;
    if (job.sent % 64 === 0) await null;
  }
  return `${job.name}: done`;
}

export async function upload(n) {
  return abortWith(session.signal, new Upload(`photo-${n}.jpg`), send);
}
