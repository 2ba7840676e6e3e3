// node:os - what little a program learns here of the machine it runs on.
'use strict';
const { process } = require('internal/binding');

module.exports = {
  EOL: '\n',
  devNull: '/dev/null',
  arch: () => process.arch,
  platform: () => 'linux',
  type: () => 'Linux',
  release: () => '0.0.0',
  version: () => '',
  machine: () => 'x86_64',
  endianness: () => 'LE',
  hostname: () => 'localhost',
  homedir: () => process.env.HOME || '/',
  tmpdir: () => process.env.TMPDIR || '/tmp',
  cpus: () => [],
  availableParallelism: () => 1,
  totalmem: () => 2 ** 31,
  freemem: () => 2 ** 31 - process.memoryUsage().heapTotal,
  loadavg: () => [0, 0, 0],
  uptime: () => process.uptime(),
  networkInterfaces: () => ({}),
  userInfo: () => ({
    uid: 0, gid: 0, username: process.env.USER || '', shell: null,
    homedir: process.env.HOME || '/',
  }),
  constants: {
    signals: { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }, errno: {},
  },
};
