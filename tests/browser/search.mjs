// The search, as readers use it: what they type, what they get, and what is fetched for it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { violations } from './support/axe.mjs';
import { each, own, rightToLeft, visit, voices } from './support/harness.mjs';

const FROM = ['server', 'folder'];

/** Types a query in place of the one before, and waits for its answer: what is said, and the hits. */
async function search(page, query) {
  const before = await page.locator('#_finder').getAttribute('data-turn');
  await page.getByRole('searchbox').fill(query);
  return answer(page, before);
}

/** Waits for the answer that follows the one numbered `before`. */
async function answer(page, before) {
  await page.waitForFunction((before) => document.querySelector('#_finder').dataset.turn !== before, before ?? undefined);
  return page.evaluate(() => ({
    said: document.querySelector('#_found').textContent,
    meant: document.querySelector('#_meant').hidden ? null : document.querySelector('#_meant a').textContent,
    hits: [...document.querySelectorAll('.hit')].map((hit) => ({
      kind: hit.dataset.kind,
      name: hit.querySelector('.name a').textContent,
      words: [...hit.querySelectorAll('.words')].map((line) => line.textContent).join('\n'),
      marks: [...hit.querySelectorAll('mark')].map((mark) => mark.textContent),
      href: hit.querySelector('a').href,
    })),
  }));
}

/** Opens the search of a site. */
const open = (site, options, use) => visit(site, `search.html${options.query ?? ''}`, options, use);

const passages = (found) => found.hits.filter((hit) => hit.kind === 'passage');

test('hits come as the reader types, with their words in context and a link to the passage', async () => {
  await each(FROM, (from) => open(voices, { from }, async (page) => {
    for (const typed of ['watc', 'watch', 'WATCHED', 'watched ']) {
      const found = await search(page, typed);
      assert.deepEqual(passages(found).map((hit) => hit.name), ['Statement, ¶3'], typed);
      assert.ok(passages(found)[0].marks.includes('watched'), typed);
    }
    // Only the last word is still being typed.
    assert.equal((await search(page, 'wat ')).said, 'No hits');
    assert.equal((await search(page, 'wat*  ')).said, '1 hit');
    const [hit] = passages(await search(page, 'watched'));
    assert.match(hit.words, /^Al \[AI\] systems must not decide alone\. They should be watched\.$/);
    await page.getByRole('link', { name: 'Statement, ¶3' }).click();
    assert.match(await page.locator(':target').textContent(), /They should\s+be watched/);
  }));
});

test('quotation marks ask for the exact words', async () => {
  await open(voices, {}, async (page) => {
    for (const phrase of ['"those they bind"', '“Those they bind”', '«those  they\u00a0bind»', '"those they bi']) {
      const found = await search(page, phrase);
      assert.deepEqual(found.hits.map((hit) => hit.marks), [['those they bind']], phrase);
    }
    assert.equal((await search(page, '"they those bind"')).said, 'No hits');
    assert.equal((await search(page, '"those they bi"')).said, 'No hits');
    // A phrase does not reach from one passage into the next.
    assert.equal((await search(page, '"they bind al"')).said, 'No hits');
    assert.equal((await search(page, 'they those bind')).said, '1 hit');
    assert.deepEqual((await search(page, '"those they" made')).hits[0].marks, ['made', 'those they']);
  });
});

test('a misspelt word is answered by the nearest one', async () => {
  await each(FROM, (from) => open(voices, { from }, async (page) => {
    const wrong = await search(page, 'Assembley rules');
    assert.match(wrong.said, /^Nothing has all of these words/);
    assert.equal(wrong.meant, 'assembly rules');
    const before = await page.locator('#_finder').getAttribute('data-turn');
    await page.getByRole('link', { name: 'assembly rules' }).click();
    const right = await answer(page, before);
    assert.ok(right.hits.length > 0 && right.meant === null, right.said);
    assert.equal(await page.getByRole('searchbox').inputValue(), 'assembly rules');
    assert.equal((await search(page, 'qqqqqqqq')).meant, null);
  }));
});

test('words in Chinese are found wherever they begin', async () => {
  await each(FROM, (from) => open(voices, { from }, async (page) => {
    // The last stands in the source with a line break inside.
    for (const words of ['治', '智能', '约束力', '人工智能治理']) {
      const found = await search(page, words);
      assert.deepEqual(passages(found).map((hit) => hit.marks[0]), [words]);
      const line = page.locator('.hit[data-kind=passage] .words').first();
      assert.equal(await line.getAttribute('lang'), 'zh-Hans');
    }
    assert.equal((await search(page, '“能人”')).said, 'No hits');
    // Two words without a space between them, which the text has apart from each other.
    const apart = await search(page, '合作规则');
    assert.deepEqual(passages(apart).map((hit) => hit.marks), [['规则', '合作']]);
  }));
});

test('whatever is typed in one piece has an answer', async () => {
  await open(voices, {}, async (page) => {
    // Numbers that no rule for words takes for one.
    for (const numbers of ['½-½', '②-②']) assert.equal((await search(page, numbers)).said, 'No hits', numbers);
    // More words than are looked for.
    assert.match((await search(page, Array(256).fill('rules').join('-'))).said, /^\d+ hits$/);
  });
});

test('hits are narrowed by kind, theme, stance and document', async () => {
  await each(FROM, (from) => open(voices, { from }, async (page) => {
    const all = await search(page, 'rules');
    const labels = (name) => page.locator(`#_${name} option`).allTextContents();
    const choose = async (name, value) => {
      const before = await page.locator('#_finder').getAttribute('data-turn');
      await page.locator(`#_${name}`).selectOption(value);
      return answer(page, before);
    };
    assert.ok((await labels('stance')).some((label) => label === 'Opposes (2)'), await labels('stance'));
    const against = await choose('stance', 'opposes');
    assert.deepEqual(against.hits.map((hit) => hit.kind).sort(), ['passage', 'position']);
    assert.equal(against.said, '2 hits');
    assert.ok((await labels('document')).includes('Report (2)'));
    assert.ok((await labels('kind')).includes('Passages (1)'));
    assert.equal((await choose('kind', 'passage')).hits[0].name, 'Report, ¶2');
    assert.match(page.url(), /\?q=rules&kind=passage&stance=opposes$/);
    // The address says it all.
    await page.reload();
    assert.equal((await answer(page)).said, '1 hit');
    await choose('kind', '');
    await choose('stance', '');
    const inTheme = await choose('theme', 'rules');
    assert.ok(inTheme.hits.length < all.hits.length && inTheme.hits.every((hit) => hit.kind !== 'holder'));
    await choose('theme', '');
    const inDocument = await choose('document', 'statement');
    assert.ok(inDocument.hits.every((hit) => /Statement|statement/.test(hit.name + hit.href)), inDocument.said);
  }));
});

test('records are found by their names, positions by who holds them', async () => {
  await open(voices, {}, async (page) => {
    const first = async (query) => {
      const { hits } = await search(page, query);
      return `${hits[0].kind}: ${hits[0].name}`;
    };
    assert.equal(await first('"example treaty"'), 'instrument: Example Treaty');
    assert.equal(await first('大会'), 'holder: 大会');
    assert.equal(await first('about these voices'), 'page: About these voices');
    const held = await search(page, 'eva lund');
    const position = held.hits.find((hit) => hit.kind === 'position');
    assert.match(position.href, /questions\/rules\.html#report--eva-lund--assembly$/);
    // The digest's own translation of a quote.
    assert.deepEqual((await search(page, 'devraient')).hits.map((hit) => hit.kind), ['position']);
    const line = page.locator('.hit .words[lang=fr]');
    assert.equal(await line.textContent(), 'Les règles devraient lier chacun');
    // With and without accents.
    assert.equal((await search(page, 'regles')).said, '1 hit');
  });
});

test('what is not shown is not found', async () => {
  await open(voices, {}, async (page) => {
    // A passage of a document of which excerpts are published.
    assert.equal((await search(page, '"mentioned again"')).said, 'No hits');
    assert.equal((await search(page, '"rules can wait"')).said, '2 hits');
  });
});

test('words of a source stay words', async () => {
  await open(voices, {}, async (page) => {
    const found = await search(page, 'call for rules');
    assert.ok(found.hits.some((hit) => hit.words.includes('<b>rules</b>')), found.said);
    assert.equal(await page.locator('.hit b').count(), 0);
    await search(page, '<script>alert(1)</script> "');
    assert.equal(await page.locator('.hits script').count(), 0);
  });
});

test('more hits are shown when they are asked for, and the reader goes on there', async () => {
  await open(own, { query: '?q=rights' }, async (page) => {
    const first = await answer(page);
    assert.equal(first.hits.length, 30);
    const more = page.getByRole('button', { name: 'more' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.hit').length > 30);
    await page.waitForFunction(() => document.activeElement.closest('.hit'));
    const at = await page.evaluate(() => [...document.querySelectorAll('.hit')].indexOf(document.activeElement.closest('.hit')));
    assert.equal(at, 30);
  });
});

test('the number of hits is read out once the reader pauses', async () => {
  await open(voices, {}, async (page) => {
    const spoken = await page.evaluate(() => new Promise((resolve) => {
      const [status, box] = [document.querySelector('[role=status]'), document.querySelector('#_query')];
      const texts = [];
      new MutationObserver(() => texts.push(status.textContent)).observe(status, { childList: true });
      for (const typed of ['rules', 'rules wat', 'watched']) {
        box.value = typed;
        box.dispatchEvent(new Event('input', { bubbles: true }));
      }
      setTimeout(() => resolve(texts), 3000);
    }));
    assert.deepEqual(spoken, ['1 hit']);
    await page.getByRole('searchbox').fill('');
    await page.waitForFunction(() => !document.querySelector('#_browse').hidden);
    assert.equal(await page.locator('.hit').count(), 0);
  });
});

test('only what a query needs of the index is fetched', async () => {
  const folder = fs.readdirSync(path.join(own.folder, 'search'), { recursive: true });
  const texts = folder.filter((file) => /texts-\w+\.js$/.test(file)).length;
  assert.ok(texts > 1, folder.join());
  await open(own, {}, async (page) => {
    const asked = [];
    page.on('request', (request) => asked.push(request.url().split('/').pop()));
    await search(page, '"law enforcement"');
    const of = (kind) => asked.filter((name) => name.startsWith(kind)).length;
    assert.ok(of('words') === 1 && of('table') === 1 && of('texts') >= 1 && of('texts') < texts, asked.join());
    const before = asked.length;
    await search(page, '"law enforcement"  ');
    assert.equal(asked.length, before, asked.join());
  });
  // Nobody who does not search pays for it.
  await visit(own, 'index.html', {}, async (page) => {
    const scripts = await page.locator('script').evaluateAll((all) => all.map((one) => one.src));
    assert.ok(scripts.every((script) => !script.includes('search')), scripts.join());
  });
});

test('a part of the index that does not come is said, and asked for again', async () => {
  await open(own, {}, async (page) => {
    await page.route(/texts-/, (route) => route.fulfill({ body: '', contentType: 'text/javascript' }));
    assert.match((await search(page, 'surveillance')).said, /cannot be loaded/);
    await page.unroute(/texts-/);
    assert.match((await search(page, 'surveillance ')).said, /hits$/);
  });
});

test('without script there is an index of all questions and terms', async () => {
  await each([own, voices, rightToLeft], (site) => open(site, { script: false }, async (page) => {
    assert.equal(await page.getByRole('searchbox').isVisible(), false);
    const links = await page.locator('#_browse a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    for (const kind of ['questions', 'terms']) {
      const made = site.pages.filter((one) => one.path.startsWith(`${kind}/`)).map((one) => one.path);
      const listed = new Set(links.filter((link) => link.startsWith(`${kind}/`)));
      assert.ok(made.length > 0);
      // A question without terms has a page of them all the same.
      const missing = made.filter((one) => !listed.has(one));
      assert.deepEqual(kind === 'questions' ? missing : [...listed].filter((one) => !made.includes(one)), []);
    }
  }));
});

test('hits fit the narrowest screen', async () => {
  await each([own, voices, rightToLeft], (site) => open(site, { width: 320 }, async (page) => {
    const words = site === rightToLeft ? await page.locator('#_browse .term').first().textContent() : 'rules';
    const found = await search(page, words);
    assert.ok(found.hits.length > 0, words);
    const [inside, whole] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
    assert.ok(whole <= inside, `${site.name}: ${whole} px`);
  }));
});

test('hits and what narrows them can be read and reached by everybody', async () => {
  await open(own, {}, async (page) => {
    for (const [width, colorScheme] of [[320, 'dark'], [1280, 'light']]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      for (const query of ['surveillance', 'rights surv', 'survaillance']) {
        await search(page, query);
        assert.deepEqual(await violations(page), [], `${query}, ${width}`);
      }
    }
    // By keyboard: from the box over what narrows the hits to the first of them.
    await search(page, 'surveillance');
    await page.getByRole('searchbox').focus();
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.hit') === document.querySelector('.hit')), true);
  });
});

// Not a test of speed, which a shared machine cannot be: the figure is for people to read.
test('how soon the first answer comes', async (t) => {
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    times.push(await open(own, { from: 'folder' }, async (page) => {
      await page.getByRole('searchbox').focus();
      await page.waitForTimeout(300);
      return page.evaluate(() => new Promise((resolve) => {
        const finder = document.querySelector('#_finder');
        const box = document.querySelector('#_query');
        const start = performance.now();
        new MutationObserver(() => resolve(performance.now() - start)).observe(finder, { attributes: true });
        box.value = 'surveillance';
        box.dispatchEvent(new Event('input', { bubbles: true }));
      }));
    }));
  }
  t.diagnostic(`first answer after ${times.map((time) => Math.round(time)).join(', ')} ms`);
  assert.ok(times.every((time) => time > 0));
});
