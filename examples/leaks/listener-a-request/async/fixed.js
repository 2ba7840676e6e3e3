import { EventEmitter } from 'node:events';

class Config extends EventEmitter {
  pageSize = 50;
  reload(values) {
    Object.assign(this, values);
    this.emit('reload', this);
  }
}

export const config = new Config();

class Export {
  rows = [];
  constructor(name, pageSize) {
    this.name = name;
    this.pageSize = pageSize;
  }
  // A page at a time; between two of them somebody may change the size.
  async *pages(total) {
    for (let at = 0; at < total; at += this.pageSize) {
      yield { from: at, to: Math.min(at + this.pageSize, total) };
      await null; // the database answers
    }
  }
}

export async function exportReport(n) {
  const job = new Export(`report-${n}`, config.pageSize);
  const onReload = (fresh) => {
    job.pageSize = fresh.pageSize;
  };
  config.on('reload', onReload);
  try {
    for await (const page of job.pages(200)) job.rows.push(page);
    return job.rows.length;
  } finally {
    config.off('reload', onReload);
  }
}
