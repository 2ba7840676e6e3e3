// Child processes with a time limit, and a pool that runs several at once.
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';

export const defaultJobs = cpus().length || 1;

const running = new Set();

function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) killGroup(child);
    process.exit(130);
  });
}

// Past this a program's output is cut: a runaway loop must not eat the machine.
const OUTPUT_LIMIT = 16 << 20;

// Runs a command to its end. Gives {status, signal, stdout, stderr, timedOut,
// seconds}; never rejects. `status` is null when a signal ended it. The child
// has a process group of its own, so that what it started ends with it.
export function runCommand(command, args, { seconds = 60, cwd, env } = {}) {
  return new Promise((resolve) => {
    const begin = performance.now();
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    const output = { stdout: [], stderr: [] };
    let bytes = 0;
    let timedOut = false;
    let ended = false;
    for (const name of ['stdout', 'stderr']) {
      child[name].on('data', (piece) => {
        bytes += piece.length;
        if (bytes <= OUTPUT_LIMIT) output[name].push(piece);
        else killGroup(child);
      });
    }
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, seconds * 1000);
    const end = (status, signal, message = '') => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      running.delete(child);
      resolve({
        status,
        signal,
        timedOut,
        stdout: Buffer.concat(output.stdout).toString(),
        stderr: Buffer.concat(output.stderr).toString() + message,
        seconds: (performance.now() - begin) / 1000,
      });
    };
    child.on('error', (error) => end(127, null, `${error.message}\n`));
    child.on('close', (status, signal) => {
      killGroup(child);
      end(status, signal);
    });
  });
}

// Calls `work(item)` for every item, `jobs` at a time; results in order.
export async function inParallel(items, jobs, work) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  const workers = Array.from({ length: Math.min(jobs, items.length) }, worker);
  await Promise.all(workers);
  return results;
}

// How a process ended, in words.
export function endingOf({ status, signal, timedOut, seconds }) {
  if (timedOut) return `it was stopped after ${seconds.toFixed(0)} s`;
  return signal ? `signal ${signal}` : `exit status ${status}`;
}
