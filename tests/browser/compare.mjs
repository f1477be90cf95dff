// Comparing: two documents of the reader's choice, filters, and rows that are pinned.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { violations } from './support/axe.mjs';
import { WIDTHS, address, each, own, rightToLeft, sites, visit, voices } from './support/harness.mjs';

/** The pages of pairs of a site, each with the ids of its two documents. */
const pairs = (site) => site.pages.filter((page) => page.kind === 'pair')
  .map((page) => ({ path: page.path, documents: path.basename(page.path, '.html').split('--') }));

const chosen = ([a, b]) => `compare.html?a=${a}&b=${b}`;

/** The documents of a site that are published as excerpts: only their quotes are given to scripts. */
function excerpts(site) {
  const digest = JSON.parse(fs.readFileSync(path.join(site.folder, 'data/digest.json'), 'utf8'));
  return digest.documents.filter((document) => document.publish === 'excerpts').map((document) => document.id);
}

/** What a comparison says: its figures, and the rows of each relation with the markup of both sides. */
const comparison = (page, within, excerpts) => page.locator(within).evaluate((element, excerpts) => {
  // Without white space, of which pages have as much as they need.
  const words = (found) => found.textContent.replace(/\s+/g, '');
  // The page on which this is shown is another one, and addresses are seen from it.
  const root = new URL(document.querySelector('.site-title a').href.replace(/[^/]*$/, '')).pathname;
  const value = ({ name, value }) => (/^(href|cite)$/.test(name) && !value.startsWith('#')
    ? new URL(value, document.baseURI).href.replace(/^[a-z]+:\/\/[^/]*/, '').replace(root, '') : value);
  const attributes = (found) => [...found.attributes].map((it) => `${it.name}=${value(it)}`).sort();
  const outline = (found) => (found.nodeType === Node.TEXT_NODE ? words(found) : [
    found.localName, ...attributes(found), [...found.childNodes].map(outline).filter((it) => it !== ''),
  ]);
  const all = (selector, within = element) => [...within.querySelectorAll(selector)];
  return {
    counts: all('.relations li').map(words),
    bars: all('rect').map((bar) => [bar.className.baseVal, Number(bar.getAttribute('width')).toFixed(1)]),
    score: all('p').map(words).find((text) => text.includes('n=')).split(/(?<=stances\.|only\.)/)[0],
    sections: all('section.relation').map((section) => [
      words(section.querySelector('h2')),
      all('article', section).map((row) => [row.id, ...all('.side', row).map((side) => {
        const isExcerpt = excerpts.some((id) => side.querySelector(`a[href$="#${id}"]`));
        return isExcerpt ? all('.who, .summary, .place', side).map(outline) : outline(side);
      })]),
    ]),
  };
}, excerpts);

const rows = (page) => page.locator('#_result article').evaluateAll((found) => found.map((row) => row.id));

const status = (page) => page.locator('#_status').textContent();

/** The query of the page's address. */
const query = (page) => new URL(page.url()).search;

/** Waits until a comparison is shown whose heading is this. */
const shows = (page, heading) => page.getByRole('heading', { name: heading, exact: true }).waitFor();

test('any two documents are put together as on their own page', async () => {
  const all = sites.flatMap((site) => pairs(site).map((pair) => ({ site, pair })));
  assert.ok(all.length > 6);
  // What a side may be made of, all of which is to be among them.
  const parts = ['"class=silence"', '"class=reported"', '"class=ours"', '"class=permalink"', '"class=sic"', '"class=mention"', '&'];
  const seen = new Set();
  await each(all, async ({ site, pair }) => {
    const hidden = excerpts(site);
    const expected = await visit(site, pair.path, { script: false }, (page) => comparison(page, 'main', hidden));
    const markup = JSON.stringify(expected);
    for (const part of parts.filter((it) => markup.includes(it))) seen.add(part);
    for (const from of ['server', 'folder']) {
      const found = await visit(site, chosen(pair.documents), { from }, async (page) => {
        await page.locator('#_result h2').first().waitFor();
        return comparison(page, '#_result', hidden);
      });
      assert.deepEqual(found, expected, pair.path);
    }
  });
  assert.deepEqual(parts.filter((it) => !seen.has(it)), []);
});

test('a reader chooses, filters, sends the address, and goes back', async () => {
  for (const from of ['server', 'folder']) {
    await visit(own, 'compare.html', { from }, async (page) => {
      const [first, second] = ['First document', 'Second document'].map((label) => page.getByLabel(label));
      const names = await first.locator('option').allTextContents();
      assert.equal(await page.locator('.likeness').isVisible(), true);
      await first.selectOption(names[1]);
      assert.equal(await page.locator('.likeness').isVisible(), true);
      await second.selectOption(names[2]);
      await shows(page, `${names[1]} and ${names[2]}`);
      assert.equal(await page.locator('.likeness').isVisible(), false);
      const questions = await rows(page);
      assert.equal(await status(page), `${names[1]} and ${names[2]}: All ${questions.length} questions are shown.`);

      await page.getByRole('button', { name: 'Swap' }).click();
      await shows(page, `${names[2]} and ${names[1]}`);
      assert.match(await page.title(), new RegExp(`^${names[2]} and ${names[1]} – `));

      const themes = await page.getByLabel('Theme').locator('option').count();
      const shown = [];
      for (let index = 1; index < themes; index += 1) {
        await page.getByLabel('Theme').selectOption({ index });
        shown.push(...await rows(page));
        assert.match(await status(page), /: \d+ of \d+ questions are shown\.$/);
      }
      assert.deepEqual(shown.sort(), questions.sort());

      await page.getByLabel('Theme').selectOption('');
      await page.getByRole('combobox', { name: 'Relation' }).selectOption('One silent');
      const sections = page.locator('#_result section');
      assert.deepEqual(await sections.evaluateAll((all) => all.map((it) => it.dataset.relation)), ['one-silent']);
      const silent = await rows(page);
      const sent = query(page);
      assert.match(sent, /^\?a=[a-z0-9-]+&b=[a-z0-9-]+&relation=one-silent$/);

      await page.reload();
      await shows(page, `${names[2]} and ${names[1]}`);
      assert.deepEqual(await rows(page), silent);
      assert.equal(await page.getByRole('combobox', { name: 'Relation' }).inputValue(), 'one-silent');

      await page.goBack();
      assert.equal(await page.getByRole('combobox', { name: 'Relation' }).inputValue(), '');
      assert.deepEqual((await rows(page)).sort(), questions);
      await page.goForward();
      assert.deepEqual(await rows(page), silent);
      // The two documents, the swap, each theme and all of them again, the relation.
      for (let steps = 0; steps < 2 + 1 + themes + 1; steps += 1) await page.goBack();
      assert.equal(query(page), '');
      assert.equal(await page.locator('.likeness').isVisible(), true);
      assert.deepEqual([await first.inputValue(), await second.inputValue()], ['', '']);
    });
  }
});

test('counts lead to the rows of a relation, and a fragment to one row', async () => {
  const [{ documents }] = pairs(own);
  await visit(own, chosen(documents), {}, async (page) => {
    const count = page.locator('#_result .relations a').first();
    const number = Number(await count.locator('.number').textContent());
    await count.click();
    await page.locator('#_result .relations [aria-current]').waitFor();
    assert.equal((await rows(page)).length, number);
    assert.match(query(page), /&relation=agree$/);
  });
  const last = await visit(own, chosen(documents), {}, async (page) => {
    await page.locator('#_result article').first().waitFor();
    return (await rows(page)).at(-1);
  });
  await visit(own, `${chosen(documents)}#${last}`, {}, async (page) => {
    await page.locator(`#${last}:target`).waitFor();
    await page.waitForFunction((id) => {
      const { top } = document.getElementById(id).getBoundingClientRect();
      return top >= 0 && top < innerHeight;
    }, last);
  });
});

test('with first-hand positions only, others are named and are no silence', async () => {
  await visit(voices, 'compare.html?a=report&b=statement&first-hand=yes', {}, async (page) => {
    const row = page.locator('article#rules');
    await row.waitFor();
    const side = row.locator('.side').first();
    assert.match(await side.textContent(), /No first-hand position\s+reported, 2 holders/);
    assert.equal(await side.locator('blockquote').count(), 0);
    assert.equal(await page.locator('[data-relation=no-first-hand] article').count(), 1);
    await page.getByRole('combobox', { name: 'Relation' }).selectOption('No first-hand position');
    assert.deepEqual(await rows(page), ['rules']);
    // Without the filter there is no such relation.
    await page.getByLabel('First-hand positions only').uncheck();
    assert.equal(query(page), '?a=report&b=statement');
    assert.notEqual(await side.locator('blockquote').count(), 0);
  });
});

test('addresses that name nothing are answered in words', async () => {
  const [{ documents: [a, b] }] = pairs(own);
  const cases = [
    [`?a=${a}&b=%3Cimg%20src=x%3E`, 'This digest has no <img src=x>.'],
    [`?a=${a}&b=${a}`, 'Choose two different documents.'],
    [`?a=${a}`, ''],
    [`?a=${a}&b=${b}&theme=none`, 'This digest has no none.'],
  ];
  await each(cases, ([wanted, expected]) => visit(own, `compare.html${wanted}`, {}, async (page) => {
    assert.equal(await status(page), expected);
    assert.equal(await page.locator('.likeness').isVisible(), true);
    assert.equal(await page.getByLabel('First document').inputValue(), a);
  }));
});

test('without script the listed pairs serve', async () => {
  await visit(own, 'compare.html', { script: false }, async (page) => {
    assert.equal(await page.getByRole('combobox').count(), 0);
    await page.locator('.likeness a').first().click();
    assert.equal(await page.locator('body').getAttribute('class'), 'pair');
    assert.equal(await page.getByRole('button').count(), 0);
  });
  await visit(own, 'pinned.html', { script: false }, async (page) => {
    assert.equal(await page.locator('noscript p').isVisible(), true);
  });
});

test('questions and the matrix are filtered without script', async () => {
  for (const script of [true, false]) {
    await visit(voices, 'questions/rules.html', { script }, async (page) => {
      const seen = () => page.locator('.row:visible h2').allTextContents();
      const reported = page.locator('#report .position').first();
      assert.deepEqual(await seen(), ['Report', 'Statement', '会议声明']);
      await page.getByLabel('Stance').selectOption('Mixed');
      assert.deepEqual(await seen(), ['Report']);
      assert.equal(await reported.isVisible(), true);
      await page.getByLabel('First-hand positions only').check();
      assert.deepEqual(await seen(), []);
      assert.equal(await page.getByText('No document has this stance').isVisible(), true);
      await page.getByLabel('Stance').selectOption('All stances');
      assert.equal(await reported.isVisible(), false);
      assert.equal(await page.locator('#report > header').getByText('No first-hand position').isVisible(), true);
      const groups = await page.locator('.groups:visible dt').allTextContents();
      assert.deepEqual(groups, ['Supports 2', 'No first-hand position 1']);
      if (script) assert.equal(query(page), '?first-hand=yes');
    });
    await visit(own, 'matrix.html', { script }, async (page) => {
      const lines = page.locator('tbody tr:not(.theme):visible');
      const before = await lines.count();
      await page.getByLabel('Theme').selectOption({ index: 1 });
      const after = await lines.count();
      assert.ok(after > 0 && after < before, `${after} of ${before}`);
      assert.equal(await page.locator('tr.theme:visible').count(), 1);
      const none = page.locator('td').getByText('No first-hand position');
      assert.equal(await none.filter({ visible: true }).count(), 0);
      await page.getByLabel('First-hand positions only').check();
      assert.ok(await none.filter({ visible: true }).count() > 0);
      if (script) {
        assert.equal(await page.getByRole('status').textContent(), `${after} of ${before} questions are shown.`);
        await page.reload();
        assert.equal(await lines.count(), after);
        assert.equal(await page.getByLabel('First-hand positions only').isChecked(), true);
      }
    });
  }
});

/** Names of the rows on the page of pinned rows, in their order. */
const pinned = (page) => page.locator('#_pinned article').evaluateAll((articles) => articles.map((article) => [
  article.dataset.question,
  article.querySelectorAll('.side').length,
]));

test('rows are pinned, kept, ordered, sent and removed', async () => {
  for (const from of ['server', 'folder']) {
    const sent = await visit(voices, 'questions/rules.html', { from }, async (page) => {
      const button = page.getByRole('button', { name: 'Pin this row: Statement' });
      assert.equal(await button.getAttribute('aria-pressed'), 'false');
      assert.equal(await page.getByRole('link', { name: /^Pinned rows/ }).count(), 0);
      await button.focus();
      await page.keyboard.press('Enter');
      assert.equal(await button.getAttribute('aria-pressed'), 'true');
      await page.getByRole('button', { name: 'Pin this row: Report' }).click();
      await page.getByRole('button', { name: 'Pin this row: Report' }).click();
      assert.equal(await page.getByRole('link', { name: 'Pinned rows: 1' }).count(), 1);

      await page.goto(await address(voices, 'compare/report--statement.html', from));
      await page.locator('#courts').getByRole('button').click();
      await page.getByRole('link', { name: 'Pinned rows: 2' }).click();
      await page.locator('#_pinned article').nth(1).waitFor();
      assert.deepEqual(await pinned(page), [['rules', 1], ['courts', 2]]);
      assert.equal(await status(page), '2 rows.');
      assert.equal(await page.getByRole('button', { name: 'Keep these rows' }).count(), 0);

      await page.getByRole('button', { name: 'Move up: Courts decide' }).click();
      assert.deepEqual(await pinned(page), [['courts', 2], ['rules', 1]]);
      assert.equal(await status(page), 'Moved to place 1 of 2.');
      // At the top there is no moving up; the row keeps the focus all the same.
      const focused = () => page.evaluate(() => document.activeElement.ariaLabel);
      assert.equal(await focused(), 'Remove: Courts decide');

      // Without rows in the address, those that are kept.
      await page.goto(await address(voices, 'pinned.html', from));
      await page.locator('#_pinned article').nth(1).waitFor();
      assert.equal(query(page), '?row=courts.report.statement&row=rules.statement');
      return query(page);
    });
    await visit(voices, `pinned.html${sent}`, { from }, async (page) => {
      await page.getByRole('button', { name: 'Keep these rows' }).click();
      assert.equal(await status(page), '2 rows.');
      await page.getByRole('button', { name: 'Remove: Courts decide' }).click();
      await page.getByText('Removed. 1 row left.').waitFor();
      assert.deepEqual(await pinned(page), [['rules', 1]]);
      await page.getByRole('button', { name: 'Remove all' }).click();
      await page.getByText('All rows are removed').waitFor();
      assert.deepEqual(await pinned(page), []);
      await page.goBack();
      await page.getByText('1 row, not kept in this browser.').waitFor();
      assert.deepEqual(await pinned(page), [['rules', 1]]);
    });
  }
});

test('rows go along in the address where nothing can be kept', async () => {
  await visit(voices, 'questions/rules.html', {}, async (page) => {
    await page.evaluate(() => {
      Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); };
    });
    await page.getByRole('button', { name: 'Pin this row: Report' }).click();
    await page.getByRole('link', { name: 'Pinned rows: 1' }).click();
    await page.locator('#_pinned article').waitFor();
    assert.equal(await status(page), '1 row, not kept in this browser.');
  });
});

test('what an address pins cannot be anything but rows', async () => {
  const hostile = ['<img src=x onerror=alert(1)>', '../../x.y', 'a.b.c.d', 'rules', '__proto__', 'rules.statement'];
  const rows = hostile.map((row) => `row=${encodeURIComponent(row)}`).join('&');
  await visit(voices, `pinned.html?${rows}`, {}, async (page) => {
    await page.locator('#_pinned article').waitFor();
    assert.deepEqual(await pinned(page), [['rules', 1]]);
  });
});

test('what is compared and pinned can be read by everybody, at every width', async () => {
  const [{ documents }] = pairs(own);
  const [question] = await visit(own, chosen(documents), {}, async (page) => {
    await page.locator('#_result article').first().waitFor();
    return rows(page);
  });
  const pages = [
    [own, `${chosen(documents)}&first-hand=yes`, '#_result article'],
    [own, `pinned.html?row=${question}.${documents.join('.')}&row=${question}.${documents[1]}`, '#_pinned article'],
    [own, 'matrix.html?first-hand=yes', 'tbody'],
    [rightToLeft, chosen(pairs(rightToLeft)[0].documents), '#_result article'],
  ];
  await each(pages, ([site, path, first]) => visit(site, path, {}, async (page) => {
    await page.locator(first).first().waitFor();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${path} at ${width} px`);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page), [], `${path}, ${width} px, ${colorScheme}`);
      }
    }
  }));
});

test('on paper rows stand without what cannot be pressed there', async () => {
  const [{ documents }] = pairs(voices);
  const pages = [chosen(documents), `pinned.html?row=rules.${documents.join('.')}`];
  await each(pages, (path) => visit(voices, path, {}, async (page) => {
    await page.locator('.sides').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('button').filter({ visible: true }).count(), 0);
    assert.equal(await page.getByRole('combobox').filter({ visible: true }).count(), 0);
    assert.ok(await page.locator('.side:visible').count() >= 2);
  }));
});

test('the scripts of these pages are small', async () => {
  for (const path of ['compare.html', 'pinned.html', 'matrix.html', pairs(own)[0].path]) {
    await visit(own, path, {}, async (page) => {
      const scripts = await page.locator('script[src]').evaluateAll((all) => all.map((script) => script.src));
      const root = await address(own, '');
      const bytes = scripts.map((src) => fs.statSync(`${own.folder}/${src.slice(root.length)}`).size);
      const sum = bytes.reduce((sum, size) => sum + size, 0);
      assert.ok(sum > 0 && sum < 15_000, `${path}: ${sum} bytes`);
    });
  }
});
