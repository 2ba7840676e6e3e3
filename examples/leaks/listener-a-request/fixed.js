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
  pages = 0;
  constructor(name, pageSize) {
    this.name = name;
    this.pageSize = pageSize;
  }
  async run(total) {
    for (let at = 0; at < total; at += this.pageSize) {
      this.rows.push({ from: at, to: Math.min(at + this.pageSize, total) });
      this.pages++;
      await null; // the database answers
    }
    return this.pages;
  }
}

export async function exportReport(n) {
  const job = new Export(`report-${n}`, config.pageSize);
  const onReload = (fresh) => {
    job.pageSize = fresh.pageSize;
  };
  config.on('reload', onReload);
  try {
    return await job.run(200);
  } finally {
    config.off('reload', onReload);
  }
}
