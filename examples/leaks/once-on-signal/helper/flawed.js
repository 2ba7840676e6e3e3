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

// Once: the listener takes itself away.
function abortWith(signal, job) {
  const stop = () => job.abort();
  signal.addEventListener('abort', stop, { once: true });
  return job;
}

export async function upload(n) {
  const job = abortWith(session.signal, new Upload(`photo-${n}.jpg`));
  for (const chunk of job.chunks) {
    if (job.state === 'aborted') return `${job.name}: aborted`;
    job.sent += chunk.length;
    if (job.sent % 64 === 0) await null;
  }
  return `${job.name}: done`;
}
