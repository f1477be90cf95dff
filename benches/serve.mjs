// How soon an edit shows in the browser: from the moment before a record of a digest is written to the moment
// in which Chromium has the new page with the new words in it.
//
//   npm ci --prefix tools --ignore-scripts
//   cargo build --release
//   node benches/serve.mjs [ROUNDS [DIGEST]]
//
// DIGEST, ours where none is named, is copied first. POLICY_DIGEST_PROGRAM names another program than the one for
// release, CHROMIUM the browser when it is not in the PATH.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { browserProgram, digestProgram, repository, require } from '../tests/browser/support/programs.mjs';

const [rounds = '21', measured = repository] = process.argv.slice(2);

const digest = fs.mkdtempSync(path.join(os.tmpdir(), 'policy-digest-serve-'));
process.on('exit', () => fs.rmSync(digest, { recursive: true, force: true }));
for (const name of ['book.toml', 'content', 'schemas', 'seeds']) {
  const from = path.join(measured, name);
  if (fs.existsSync(from)) fs.cpSync(from, path.join(digest, name), { recursive: true });
}

const server = spawn(digestProgram(), ['serve', digest, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
const address = await new Promise((resolve) => server.stdout.once('data', (line) => resolve(String(line).trim())));

const documents = path.join(digest, 'content/documents');
const [name] = fs.readdirSync(documents);
const record = path.join(documents, name);
const text = fs.readFileSync(record, 'utf8');
const page = `${address}documents/${name.replace('.yaml', '.html')}`;

let heard = () => {};
http.get(`${address}.serve/events`, (answer) => answer.on('data', () => heard(performance.now())));

const browser = await require('playwright-core').chromium.launch({
  executablePath: browserProgram(),
  args: ['--disable-gpu'],
});
const tab = await browser.newPage();
// Called by the page itself in each frame in which it has another title, and so another text.
let shown = () => {};
await tab.exposeFunction('shown', (title) => shown(title, performance.now()));
await tab.addInitScript(() => {
  let last;
  const frame = () => {
    if (document.title !== last) window.shown(last = document.title);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
await tab.goto(page);

const times = { told: [], shown: [] };
for (let round = 0; round < Number(rounds); round += 1) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  const title = `Version ${round}`;
  const told = new Promise((resolve) => { heard = resolve; });
  const seen = new Promise((resolve) => { shown = (words, at) => words.includes(title) && resolve(at); });
  const edited = text.replace(/^title: .*$/m, `title: ${title}`);
  const saved = performance.now();
  fs.writeFileSync(record, edited);
  times.told.push(await told - saved);
  times.shown.push(await seen - saved);
}
for (const [what, list] of Object.entries(times)) {
  list.sort((a, b) => a - b);
  const ms = (value) => `${Math.round(value)} ms`;
  console.log(`${what}: median ${ms(list[list.length >> 1])} (${ms(list[0])} to ${ms(list.at(-1))}), ${list.length} edits`);
}
await browser.close();
server.kill('SIGTERM');
process.exit(0);
