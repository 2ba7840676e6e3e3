import { EventEmitter } from 'node:events';

class Config extends EventEmitter {
  pageSize = 50;
  reload(values) {
    Object.assign(this, values);
    this.emit('reload', this);
  }
  // Calls back at once, and again whenever there is something new.
  follow(apply) {
    apply(this);
    this.on('reload', apply);
  }
}

export const config = new Config();
config.setMaxListeners(0); // we have many exports

class Export {
  rows = [];
  pages = 0;
  constructor(name) {
    this.name = name;
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
  const job = new Export(`report-${n}`);
  config.follow(({ pageSize }) => { job.pageSize = pageSize; });
  return job.run(200);
}
