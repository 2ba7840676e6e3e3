const session = new AbortController();
export const signOut = () => session.abort();

class Upload {
  state = 'running';
  constructor(name) {
    this.name = name;
    this.chunks = new Array(32).fill(name);
  }
  abort() {
    this.state = 'aborted';
  }
  async *send() {
    for (const chunk of this.chunks) {
      if (this.state === 'aborted') return;
      await null; // the network takes it
      yield chunk.length;
    }
    this.state = 'done';
  }
}

export async function upload(n) {
  const job = new Upload(`photo-${n}.jpg`);
  const stop = () => job.abort();
  session.signal.addEventListener('abort', stop, { once: true });
  let sent = 0;
  try {
    for await (const bytes of job.send()) sent += bytes;
  } finally {
    session.signal.removeEventListener('abort', stop);
  }
  return sent > 0 ? `${job.name}: ${job.state}` : 'nothing was sent';
}
