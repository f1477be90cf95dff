// That all kinds of pages are looked at, that what a page must not do is noticed, and pages that lead on.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { address, chosen, each, own, visit, voices } from './support/harness.mjs';
import { repository } from './support/programs.mjs';

test('every kind of page that the program makes is looked at', () => {
  const views = path.join(repository, 'src/render/views');
  const files = fs.readdirSync(views, { recursive: true }).filter((file) => file.endsWith('.rs'));
  const code = files.map((file) => fs.readFileSync(path.join(views, file), 'utf8')).join('\n');
  const made = new Set([...code.matchAll(/Frame::new\(\s*"([a-z-]+)"/g)].map((found) => found[1]));
  assert.ok(made.size > 20, [...made].join());
  // A redirect has a test of its own.
  const looked = new Set(chosen().map((page) => page.kind)).add('redirect');
  assert.deepEqual([...looked].sort(), [...made].sort());
});

test('what is missing is answered by a page that leads home, at any depth', async () => {
  await visit(own, 'no/such/page.html', { isMissing: true }, async (page) => {
    assert.equal(await page.locator('body').getAttribute('class'), 'not-found');
    await page.locator('header a').first().click();
    assert.equal(await page.locator('body').getAttribute('class'), 'home');
  });
});

test('an address that has moved leads to where it has moved to', async () => {
  const moved = voices.pages.filter((page) => page.kind === 'redirect');
  assert.ok(moved.length > 0);
  for (const from of ['server', 'folder']) {
    await visit(voices, moved[0].path, { from }, async (page) => {
      await page.waitForURL(await address(voices, 'questions/rules.html', from));
    });
  }
});

test('citations are kept as files by which a document is cited', async () => {
  for (const from of ['server', 'folder']) {
    await visit(own, own.pages.find((page) => page.kind === 'document').path, { from }, async (page) => {
      const bibtex = await page.locator('pre.citation').textContent();
      const links = page.locator('.files a');
      const kept = new Map();
      for (let index = 0; index < await links.count(); index += 1) {
        const [download] = await Promise.all([page.waitForEvent('download'), links.nth(index).click()]);
        kept.set(download.suggestedFilename(), fs.readFileSync(await download.path(), 'utf8'));
      }
      const name = [...kept.keys()][0].replace(/\.bib$/, '');
      assert.deepEqual([...kept.keys()], [`${name}.bib`, `${name}.ris`, `${name}.csl.json`]);
      assert.equal(kept.get(`${name}.bib`), bibtex);
      assert.match(kept.get(`${name}.ris`), /^TY  - /);
      assert.equal(JSON.parse(kept.get(`${name}.csl.json`))[0].id, name);
    });
  }
});

test('what must not happen is noticed', async () => {
  const signs = ['console', 'pageerror', 'requestfailed', 'requestfinished', 'dialog'];
  const script = (code) => async (page) => {
    // A busy machine takes its time.
    const seen = Promise.race(signs.map((sign) => page.waitForEvent(sign, { timeout: 20_000 })));
    await page.evaluate((code) => {
      const script = document.createElement('script');
      script.textContent = code;
      document.head.append(script);
    }, code);
    await seen;
    await page.waitForTimeout(100);
  };
  const cases = [
    ['console.info("here")', /logs: here/],
    ['setTimeout(() => { throw new Error("thrown") })', /throws: Error: thrown/],
    ['new Image().src = "https://example.org/x.png"', /asks for https:\/\/example.org\/x.png/],
    ['new Image().src = "none.png"', /does not get .*none.png/],
    ['new Image().src = "../none.png"', /asks for .*\/a\/none.png/],
    ['alert("said")', /says: said/],
  ];
  await each(cases, ([code, expected]) =>
    assert.rejects(visit(own, 'index.html', {}, script(code)), expected));
});
