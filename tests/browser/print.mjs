// Pages on paper: the content, all of it, dark on white, and nothing that only a screen can use.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, each, own, samples, visit } from './support/harness.mjs';

/** The width between the margins of a sheet of A4, in CSS pixels. */
const SHEET = 680;

/** What is shown of an opened page: the words of its content, and what nobody can use on paper. */
function shown(page) {
  return page.evaluate(() => {
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const words = [];
    while (walker.nextNode()) {
      const around = walker.currentNode.parentElement;
      const text = walker.currentNode.data.replace(/\s+/g, ' ').trim();
      if (text && isShown(around)) words.push(text);
    }
    const tools = [...document.querySelectorAll('nav, button, input, select, textarea, .skip, .permalink')].filter(isShown);
    return { words, tools: tools.map((element) => element.outerHTML.slice(0, 120)) };
  });
}

test('every kind of page prints its content and no navigation', async () => {
  await each(chosen(), async ({ site, path }) => {
    const name = `${site.name}/${path}`;
    // Readers of dark screens have white paper, too.
    await visit(site, path, { dark: true, width: SHEET }, async (page) => {
      const kept = 'h1, h2, blockquote, caption, .summary, .text .words';
      const important = await page.locator(`main :is(${kept})`).evaluateAll((elements) =>
        elements.filter((element) => element.checkVisibility() && element.closest('nav, .narrow') === null)
          // Links to a place on the page itself are of no use on paper.
          .map((element) => { const copy = element.cloneNode(true); copy.querySelectorAll('.permalink, .hidden').forEach((link) => link.remove()); return copy; })
          .map((element) => element.textContent.replace(/\s+/g, ' ').trim()).filter((text) => text));
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const { words, tools } = await shown(page);
      assert.deepEqual(tools, [], name);
      const text = words.join('').replaceAll(' ', '');
      const lost = important.filter((piece) => !text.includes(piece.replaceAll(' ', '')));
      assert.deepEqual(lost, [], `${name}: is not printed`);
      const [ink, paper, width] = await page.evaluate(() => [
        getComputedStyle(document.querySelector('main')).color,
        getComputedStyle(document.documentElement).backgroundColor,
        document.documentElement.scrollWidth,
      ]);
      assert.deepEqual([ink, paper], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'], name);
      assert.ok(width <= SHEET, `${name}: ${width} pixels do not fit on a sheet`);
    });
  });
});

test('a comparison is a few sheets', async () => {
  const pair = samples(own).find((page) => page.kind === 'pair');
  await visit(own, pair.path, {}, async (page) => {
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const sheets = pdf.match(/\/Type\s*\/Page\b/g).length;
    assert.ok(sheets >= 2 && sheets <= 12, `${sheets} sheets`);
  });
});
