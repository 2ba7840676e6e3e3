// What the tests of the page share: a program under `glassheap watch`, and a
// headless Chromium with the viewer open.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const GLASSHEAP = process.env.GLASSHEAP || join(ROOT, 'build/glassheap');
const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium',
  '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find((path) => path && existsSync(path));
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export const example = (name) => join(ROOT, 'examples', name);

// A program of the test's own, in a folder that goes away with the process.
export function program(text) {
  const folder = mkdtempSync(join(tmpdir(), 'glassheap-ui-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'program.js');
  writeFileSync(file, text);
  return file;
}

// Starts the server on a file: {address, stop()}.
export function watch(file, ...flags) {
  return start(['watch', file, ...flags]);
}

// The same with heap snapshots; what is read from standard input is written to
// `input`.
export async function view(...words) {
  const server = await start(['view', ...words], 'pipe');
  servers.push(server);
  return server;
}

// The lab: {address, stop()}.
export async function lab() {
  const server = await start(['lab']);
  servers.push(server);
  return server;
}

function start(words, stdin = 'ignore') {
  const child = spawn(GLASSHEAP, [...words, '--port', '0'],
    { stdio: [stdin, 'pipe', 'pipe'] });
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (data) => {
      text += data;
      const address = /http:\/\/\S+/.exec(text)?.[0];
      if (address) resolve({ address, stop, input: child.stdin });
    };
    const stop = () => new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) done();
      else child.once('exit', done).kill('SIGTERM');
    });
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`it ended: ${text}`)));
  });
}

// Checks again and again until it holds, for what the page does in its own
// time; what was wrong at last is the failure. The machine may be slow.
export async function soon(check) {
  for (const end = Date.now() + 20_000; ;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await delay(40);
  }
}

let browser;
const servers = [];

// A page on the viewer of a file: a Page of Playwright with some words of the
// viewer's own, see below.
export async function openViewer(file, {
  width = 1280, height = 800, dark = false, hash = '', ready = true, flags = [],
} = {}) {
  const server = await watch(file, ...flags);
  servers.push(server);
  return openAddress(server.address + hash,
    { width, height, dark, ready, server });
}

export async function openAddress(address, {
  width = 1280, height = 800, dark = false, ready = true, server = null,
} = {}) {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  const viewer = new Viewer(page, errors, server, address);
  if (ready) await viewer.ready();
  return viewer;
}

export async function closeAll() {
  await browser?.close();
  browser = undefined;
  await Promise.all(servers.splice(0).map((server) => server.stop()));
}

class Viewer {
  constructor(page, errors, server, address) {
    Object.assign(this, { page, errors, server, address });
  }

  // Until all of the page stands at one moment, other than `old` if given: the
  // editor and the arrows from the stack are drawn after the rest.
  async ready(old = null) {
    await this.page.waitForFunction((before) => {
      const page = document.querySelector('.page[data-moment]');
      if (!page || page.getAttribute('aria-busy') !== 'false') return false;
      const { moment } = page.dataset;
      return moment !== before && ['.editor', '.roots, .panel-runtime, .panel-collector']
        .every((part) =>
          document.querySelector(part)?.dataset.moment === moment);
    }, old);
  }

  // Does something that moves, and waits until the page stands at the moment.
  async move(act) {
    const before = await this.moment();
    await act();
    await this.ready(before);
    return this.moment();
  }

  // The same for one that fails: waits for the line that says so.
  async refusal(act) {
    await act();
    const notice = this.page.locator('.notice');
    await notice.waitFor();
    return (await notice.innerText()).trim();
  }

  press(key) {
    return this.move(() => this.page.keyboard.press(key));
  }

  click(name) {
    return this.move(() =>
      this.page.getByRole('button', { name, exact: true }).click());
  }

  moment() {
    return this.page.locator('.page').getAttribute('data-moment');
  }

  region(name) {
    return this.page.getByRole('region', { name, exact: true });
  }

  async happened() {
    return (await this.region('What happened').innerText())
      .replace(/\s+/g, ' ').trim();
  }

  spoken() {
    return this.page.getByRole('status').innerText();
  }

  // The line that the editor marks as the current one.
  async line() {
    const line = this.page.locator('.line-now');
    return (await line.count()) ? (await line.innerText()).trim() : null;
  }

  // Variables of the innermost frames: {name: text of the value}.
  variables(index = 0) {
    return this.page.locator('.frame').nth(index).evaluate((frame) =>
      Object.fromEntries([...frame.querySelectorAll('tr')]
        .filter((row) => row.querySelector('.value-cell'))
        .map((row) => [row.querySelector('th').textContent.trim(),
          row.querySelector('.chip, .word').getAttribute('aria-label') ??
            row.querySelector('.word').textContent])));
  }

  frames() {
    return this.page.locator('.frame-name').allInnerTexts();
  }

  box(name) {
    return this.page.getByRole('option', { name });
  }

  // Accessible names of all boxes.
  boxes() {
    return this.page.locator('.heap [role=option]').evaluateAll((boxes) =>
      boxes.map((box) => box.querySelector('title').textContent));
  }

  // Where the boxes stand in the picture, by address.
  places() {
    return this.page.locator('.heap [role=option]').evaluateAll((boxes) =>
      Object.fromEntries(boxes.map((box) => [
        box.getAttribute('data-address'), box.getAttribute('transform')])));
  }

  // The rows of the table of properties, as text.
  async properties() {
    const rows = this.region('Properties').getByRole('row');
    const texts = await rows.evaluateAll((list) => list.map((row) =>
      [...row.cells].map((cell) =>
        cell.innerText.replace(/\s+/g, ' ').trim())));
    return texts.slice(1);
  }
}
