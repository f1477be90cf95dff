// Sites of many documents: long pages are divided into parts, and documents are found by typing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, visit } from './support/harness.mjs';
import { DOCUMENTS, TWINS, many } from './support/many.mjs';

/** The rows of a question on a page: all of them, also where a link has just been followed. */
const rows = async (page) => {
  await page.waitForLoadState();
  return page.locator('.row').evaluateAll((all) => all.map((row) => row.id));
};

const status = (page) => page.locator('#_status').textContent();

/** Where an opened page stands below the site's root, with query and fragment. */
const place = async (page, from) => page.url().slice((await address(many(), '', from)).length);

test('without script a reader goes through all parts of a page, there and back', async () => {
  await visit(many(), 'questions/wells.html', { script: false }, async (page) => {
    const found = await rows(page);
    const next = page.getByRole('link', { name: 'Next part' });
    let parts = 1;
    while (await next.count()) {
      await next.last().click();
      parts += 1;
      assert.match(await page.locator('.parts').textContent(), new RegExp(`Part ${parts} of `));
      found.push(...await rows(page));
    }
    assert.ok(parts > 2, `${parts} parts`);
    assert.equal(found.length, DOCUMENTS);
    assert.equal(new Set(found).size, DOCUMENTS);
    await page.getByText('All parts').click();
    await page.locator('.parts ol a').nth(1).click();
    await page.getByRole('link', { name: 'Previous part' }).first().click();
    assert.equal(await place(page), 'questions/wells.html');
  });
});

test('an address that was kept leads to the part that has its row now', async () => {
  const parts = await visit(many(), 'questions/wells--3.html', {}, rows);
  const [row] = parts;
  for (const from of ['server', 'folder']) {
    for (const path of ['questions/wells.html', 'questions/wells--2.html', 'questions/wells--3.html']) {
      for (const fragment of [row, `${row}--council`]) {
        await visit(many(), `${path}?stance=supports#${fragment}`, { from }, async (page) => {
          await page.waitForURL((url) => url.pathname.endsWith('questions/wells--3.html'));
          await page.locator(`[id="${fragment}"]`).waitFor({ state: 'attached' });
          assert.equal(await place(page, from), `questions/wells--3.html?stance=supports#${fragment}`);
        });
      }
    }
  }
  // What stands nowhere leads nowhere.
  await visit(many(), 'questions/wells.html#_nothing', {}, async (page) => {
    assert.equal(await place(page), 'questions/wells.html#_nothing');
  });
});

test('filters go along to the next part', async () => {
  await visit(many(), 'questions/wells.html', {}, async (page) => {
    await page.getByLabel('Stance').selectOption('Opposes');
    await page.getByRole('link', { name: 'Next part' }).first().click();
    await page.waitForURL(/wells--2\.html\?stance=opposes$/);
    assert.equal(await page.getByLabel('Stance').inputValue(), 'opposes');
    assert.match(await page.locator('[role=status]').textContent(), /^\d+ of \d+ documents on this page are shown\.$/);
  });
});

test('of many documents two are chosen by typing, from a folder too, with the keyboard alone', async () => {
  for (const from of ['server', 'folder']) {
    await visit(many(), 'compare.html', { from }, async (page) => {
      const [first, second] = ['First document', 'Second document'].map((label) => page.getByLabel(label));
      await first.focus();
      await page.waitForFunction(() => document.querySelectorAll('#_documents option').length > 0);
      await page.keyboard.type('paper 17');
      const offered = await page.locator('#_documents option').evaluateAll((all) => all.map((it) => it.value));
      assert.deepEqual(offered.slice(0, 2), ['Paper 17', 'Paper 170']);
      assert.ok(offered.length <= 50);
      await page.keyboard.press('Enter');
      assert.equal(await status(page), '');
      await second.focus();
      // Part of a title, which only one document has.
      await page.keyboard.type('district 231');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Paper 17 and Paper 231', exact: true }).waitFor();
      assert.equal(await place(page, from), 'compare.html?a=paper-17&b=paper-231');
      assert.deepEqual([await first.inputValue(), await second.inputValue()], ['Paper 17', 'Paper 231']);
      assert.equal(await page.locator('#_result .side').count(), 4);

      await page.getByRole('button', { name: 'Swap' }).click();
      await page.getByRole('heading', { name: 'Paper 231 and Paper 17', exact: true }).waitFor();
      assert.equal(await place(page, from), 'compare.html?a=paper-231&b=paper-17');
      await page.reload();
      await page.getByRole('heading', { name: 'Paper 231 and Paper 17', exact: true }).waitFor();
      assert.equal(await first.inputValue(), 'Paper 231');
    });
  }
});

test('what is typed and is no document, or several, is said', async () => {
  await visit(many(), 'compare.html', {}, async (page) => {
    const first = page.getByLabel('First document');
    const type = async (text) => {
      await first.fill(text);
      await first.press('Enter');
      return status(page);
    };
    await first.focus();
    await page.waitForFunction(() => document.querySelectorAll('#_documents option').length > 0);
    assert.equal(await type('nowhere'), 'No document matches “nowhere”.');
    assert.equal(await type('on wells'), `${DOCUMENTS} documents match “on wells”: choose one.`);
    // Of two with one name each is offered with its id.
    await first.fill('twin');
    const offered = await page.locator('#_documents option').evaluateAll((all) => all.map((it) => it.value));
    assert.deepEqual(offered, TWINS.map((number) => `Twin paper (paper-${number})`));
    await type(offered[1]);
    await page.waitForFunction(() => document.getElementById('_status').textContent === '');
    await page.waitForURL((url) => url.search === `?a=paper-${TWINS[1]}`);
  });
});

test('pages of pairs that there are, and only those, are named beside a comparison', async () => {
  const linked = (b) => visit(many(), `compare.html?a=paper-0&b=${b}`, {}, async (page) => {
    await page.locator('#_result h2').first().waitFor();
    return page.locator('#_result [data-page]').count();
  });
  const written = many().pages.filter(({ kind }) => kind === 'pair').map(({ path }) => path);
  assert.equal(written.length, 20);
  assert.ok(written.every((path) => path.startsWith('compare/paper-0--')));
  for (const b of ['paper-1', 'paper-10', 'paper-116', 'paper-117', 'paper-118', 'paper-9']) {
    assert.equal(await linked(b), Number(written.includes(`compare/paper-0--${b}.html`)), b);
  }
});

test('without script the page says how to compare many documents', async () => {
  await visit(many(), 'compare.html', { script: false }, async (page) => {
    await page.getByRole('link', { name: 'The list of documents' }).click();
    assert.equal(await place(page), 'documents.html');
  });
});
