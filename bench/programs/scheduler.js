// An operating system's scheduler in small: tasks of several classes pass
// packets to each other through queues. Virtual calls, linked lists, state.
const IDLE = 0;
const WORKER = 1;
const HANDLER_A = 2;
const HANDLER_B = 3;
const DEVICE_A = 4;
const DEVICE_B = 5;

class Packet {
  constructor(kind, home) {
    this.next = null;
    this.kind = kind;
    this.home = home;
    this.cursor = 0;
    this.data = [0, 0, 0, 0];
  }
}

class Queue {
  constructor() {
    this.head = null;
    this.tail = null;
    this.size = 0;
  }
  put(packet) {
    packet.next = null;
    if (this.tail === null) this.head = packet;
    else this.tail.next = packet;
    this.tail = packet;
    this.size++;
  }
  take() {
    const packet = this.head;
    if (packet === null) return null;
    this.head = packet.next;
    if (this.head === null) this.tail = null;
    packet.next = null;
    this.size--;
    return packet;
  }
}

class Task {
  constructor(system, id, priority) {
    this.system = system;
    this.id = id;
    this.priority = priority;
    this.inbox = new Queue();
    this.held = false;
    this.runs = 0;
    this.next = null;
  }
  isReady() {
    return !this.held && this.inbox.size > 0;
  }
  step() {
    this.runs++;
    this.handle(this.inbox.take());
  }
}

class IdleTask extends Task {
  constructor(system, turns) {
    super(system, IDLE, 0);
    this.turns = turns;
    this.seed = 1;
  }
  isReady() {
    return true;
  }
  step() {
    this.runs++;
    if (--this.turns === 0) {
      this.system.stopped = true;
      return;
    }
    const odd = (this.seed & 1) === 1;
    this.seed = odd ? (this.seed >> 1) ^ 0xd008 : this.seed >> 1;
    this.system.release((this.seed & 1) === 0 ? DEVICE_A : DEVICE_B);
  }
}

class WorkerTask extends Task {
  constructor(system) {
    super(system, WORKER, 1000);
    this.target = HANDLER_A;
    this.letter = 0;
  }
  handle(packet) {
    this.target = this.target === HANDLER_A ? HANDLER_B : HANDLER_A;
    packet.cursor = 0;
    for (let i = 0; i < packet.data.length; i++) {
      this.letter = this.letter === 26 ? 1 : this.letter + 1;
      packet.data[i] = 64 + this.letter;
    }
    this.system.send(this.target, packet);
  }
}

class HandlerTask extends Task {
  constructor(system, id, device) {
    super(system, id, 2000);
    this.device = device;
    this.work = new Queue();
    this.spare = new Queue();
  }
  handle(packet) {
    if (packet.kind === 'work') this.work.put(packet);
    else this.spare.put(packet);
    const job = this.work.head;
    if (job === null) return;
    if (job.cursor >= job.data.length) {
      this.work.take();
      this.system.send(WORKER, job);
    } else if (this.spare.size > 0) {
      const message = this.spare.take();
      message.data[0] = job.data[job.cursor++];
      this.system.send(this.device, message);
    }
  }
}

class DeviceTask extends Task {
  constructor(system, id) {
    super(system, id, 3000);
    this.total = 0;
  }
  handle(packet) {
    this.total = (this.total * 31 + packet.data[0]) & 0xffffff;
    this.held = true;
    this.system.send(packet.home, packet);
  }
}

class System {
  constructor() {
    this.tasks = [];
    this.list = null;
    this.stopped = false;
    this.sent = 0;
  }
  add(task) {
    this.tasks[task.id] = task;
    let before = null;
    let after = this.list;
    while (after !== null && after.priority >= task.priority) {
      before = after;
      after = after.next;
    }
    task.next = after;
    if (before === null) this.list = task;
    else before.next = task;
    return task;
  }
  send(id, packet) {
    this.sent++;
    this.tasks[id].inbox.put(packet);
  }
  release(id) {
    this.tasks[id].held = false;
  }
  run() {
    while (!this.stopped) {
      let task = this.list;
      while (!task.isReady()) task = task.next;
      task.step();
    }
  }
}

function simulate(turns) {
  const system = new System();
  system.add(new IdleTask(system, turns));
  system.add(new WorkerTask(system));
  system.add(new HandlerTask(system, HANDLER_A, DEVICE_A));
  system.add(new HandlerTask(system, HANDLER_B, DEVICE_B));
  system.add(new DeviceTask(system, DEVICE_A));
  system.add(new DeviceTask(system, DEVICE_B));
  for (let i = 0; i < 2; i++) system.send(WORKER, new Packet('work', WORKER));
  for (let i = 0; i < 3; i++) {
    system.send(HANDLER_A, new Packet('device', HANDLER_A));
    system.send(HANDLER_B, new Packet('device', HANDLER_B));
  }
  system.run();
  const runs = system.tasks.map((task) => task.runs).join(' ');
  const a = system.tasks[DEVICE_A].total;
  const b = system.tasks[DEVICE_B].total;
  return `${system.sent} ${runs} ${a} ${b}`;
}

let line = '';
for (let round = 0; round < 5; round++) line = simulate(30000);
console.log(line);
