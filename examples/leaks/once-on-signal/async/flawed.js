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
  // once: it takes itself away
  session.signal.addEventListener('abort', () => job.abort(), { once: true });
  let sent = 0;
  for await (const bytes of job.send()) sent += bytes;
  return sent > 0 ? `${job.name}: ${job.state}` : 'nothing was sent';
}
