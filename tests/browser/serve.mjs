// The preview, as somebody sees it who writes: pages follow each save where they are, and mistakes stand
// over the last good page.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { visit } from './support/harness.mjs';
import { digestProgram, repository } from './support/programs.mjs';

const DIGEST = path.join(repository, 'tests/corpora/many-voices');

/** Serves a copy of a digest, and hands it to `use`: its address, and a way to save a file of it. */
async function serve(use) {
  const digest = fs.mkdtempSync(path.join(os.tmpdir(), 'policy-digest-serve-'));
  for (const name of fs.readdirSync(DIGEST).filter((name) => name !== 'expected')) {
    fs.cpSync(path.join(DIGEST, name), path.join(digest, name), { recursive: true });
  }
  const server = spawn(digestProgram(), ['serve', digest, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const line = await new Promise((resolve) => server.stdout.once('data', resolve));
    const site = { name: 'preview', root: String(line).trim() };
    const save = (file, change) => {
      const name = path.join(digest, file);
      fs.writeFileSync(name, change(fs.readFileSync(name, 'utf8')));
    };
    return await use(site, save);
  } finally {
    const ended = new Promise((resolve) => server.once('exit', (code) => resolve(code)));
    server.kill('SIGTERM');
    assert.equal(await ended, 0, 'the preview ends when it is asked to');
    fs.rmSync(digest, { recursive: true });
  }
}

const RECORD = 'content/documents/statement.yaml';
const PAGE = 'documents/statement.html';

/** Where the reader is: how far down, and what is open. */
const place = (page) => page.evaluate(() => ({
  y: Math.round(scrollY),
  open: [...document.querySelectorAll('main details')].map((details) => details.open),
  hash: location.hash,
}));

test('a page reloads where it is, with what was open', () => serve((site, save) =>
  visit(site, `${PAGE}#p2`, { width: 500, height: 400 }, async (page) => {
    // What was shut is open, what was open shut, and the reader far from where the address leads.
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('main details')) details.open = !details.open;
      scrollTo(0, document.documentElement.scrollHeight / 2);
    });
    const before = await place(page);
    assert.ok(before.y > 200 && before.open.length > 0, JSON.stringify(before));
    save(RECORD, (text) => text.replace(/^title: .*$/m, 'title: Another title'));
    await page.waitForFunction(() => document.title.includes('Another title') && document.readyState === 'complete');
    await page.waitForTimeout(200);
    const after = await place(page);
    assert.deepEqual({ ...after, y: 0 }, { ...before, y: 0 });
    assert.ok(Math.abs(after.y - before.y) < 40, `${before.y} became ${after.y}`);
  })));

test('mistakes stand over the last good page, and go when they are mended', () => serve((site, save) =>
  visit(site, PAGE, {}, async (page) => {
    const heading = await page.locator('h1').textContent();
    save(RECORD, (text) => text.replace(/^title: (.*)$/m, 'titel: $1'));
    const panel = page.getByRole('alert');
    await panel.waitFor();
    const said = await panel.textContent();
    assert.match(said, /1 error/);
    assert.match(said, /content\/documents\/statement\.yaml:\d+:1/);
    assert.match(said, /did you mean `title`\?/);
    assert.equal(await page.locator('h1').textContent(), heading);
    // It can be folded, and stays so over the next mistake.
    await panel.locator('summary').click();
    assert.equal(await panel.locator('pre').isVisible(), false);
    save(RECORD, (text) => text.replace(/^titel: .*$/m, 'title: Mended'));
    await page.waitForFunction(() => document.title.includes('Mended'));
    assert.equal(await panel.count(), 0);
  })));
