// Pages are complete without script; script only adds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, each, own, visit } from './support/harness.mjs';

/** What is shown on an opened page: each piece of text, and whether it belongs to a control. */
function shown(page) {
  return page.evaluate(() => {
    const tool = 'form, search, [role=search], button, output, dialog, [aria-live], [role=status], .scripted, .filters';
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.data.replace(/\s+/g, ' ').trim();
      const around = walker.currentNode.parentElement;
      if (text && around.checkVisibility({ visibilityProperty: true })) {
        texts.push({ text, isTool: around.closest(tool) !== null, isSubstitute: around.closest('noscript') !== null });
      }
    }
    // Filters work by style alone; another test sets each of them.
    const controls = [...document.querySelectorAll('button, input, select, textarea')]
      .filter((control) => !control.closest('.filters'));
    const dead = controls.filter((control) => control.checkVisibility()).map((control) => control.outerHTML.slice(0, 120));
    return { texts, dead };
  });
}

/** Pieces of text that `some` has and `others` lack. */
function lacking(some, others) {
  const known = new Set(others.map(({ text }) => text));
  return some.filter(({ text }) => !known.has(text)).map(({ text }) => text);
}

// With script from a folder and without from a server: other tests look at pages the other way round.
test('every kind of page says without script what it says with it, and shows no dead control', async () => {
  await each(chosen(), async ({ site, path, kind }) => {
    const name = `${site.name}/${path}`;
    // A folder shows nobody the page for what is missing, and it does not know where it stands.
    const from = kind === 'not-found' ? 'server' : 'folder';
    const live = await visit(site, path, { from, script: true }, shown);
    const still = await visit(site, path, { script: false }, shown);
    assert.ok(still.texts.length > 10, name);
    assert.deepEqual(still.dead, [], `${name}: controls that do nothing`);
    assert.deepEqual(lacking(live.texts.filter((text) => !text.isTool), still.texts), [], `${name}: shown by script alone`);
    assert.deepEqual(lacking(still.texts.filter((text) => !text.isSubstitute), live.texts), [], `${name}: hidden by script`);
  });
});

test('without script, filters work by style', async () => {
  const all = (page) => page.evaluate(() => document.querySelector('main').innerText);
  let set = 0;
  await each(chosen(), async ({ site, path }) => {
    await visit(site, path, { script: false }, async (page) => {
      for (const control of await page.locator('.filters :is(select, input):visible').all()) {
        const before = await all(page);
        if (await control.evaluate((it) => it.tagName) === 'SELECT') {
          const values = await control.evaluate((it) => [...it.options].map((option) => option.value));
          await control.selectOption(values.at(-1));
          assert.notEqual(await all(page), before, `${site.name}/${path}: a filter that does nothing`);
          await control.selectOption('');
        } else {
          await control.check();
          assert.notEqual(await all(page), before, `${site.name}/${path}: a filter that does nothing`);
          await control.uncheck();
        }
        set += 1;
      }
    });
  });
  assert.ok(set > 2, `${set} filters`);
});

test('what is dead, or shown by script alone, is seen', async () => {
  await visit(own, 'index.html', { script: false }, async (page) => {
    const before = await shown(page);
    assert.deepEqual(before.dead, []);
    await page.evaluate(() => document.querySelector('main').insertAdjacentHTML('beforeend', `
      <form><input name="a"></form><p>by script</p><p hidden>hidden</p><output>tool</output>`));
    const later = await shown(page);
    assert.deepEqual(later.dead, ['<input name="a">']);
    assert.deepEqual(lacking(later.texts.filter((text) => !text.isTool), before.texts), ['by script']);
    assert.deepEqual(lacking(before.texts, later.texts), []);
  });
});
