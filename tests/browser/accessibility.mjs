// No violation of WCAG 2.2 AA that a machine can see, on any kind of page, however it is looked at.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './support/axe.mjs';
import { WIDTHS, chosen, each, own, samples, visit } from './support/harness.mjs';

/**
 * Looks at a page in some sights: a width, a scheme, and whether only its colours are new. Fails with
 * what is wrong, and where it is seen.
 */
async function look(site, path, options, sights) {
  const problems = new Map();
  await visit(site, path, options, async (page) => {
    for (const [width, colorScheme, onlyColours] of sights) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      for (const line of await violations(page, onlyColours)) {
        problems.set(line, [...(problems.get(line) ?? []), `${width} ${colorScheme}`]);
      }
    }
  });
  const lines = [...problems].map(([line, seen]) => `  ${line} (${seen.join(', ')})`);
  assert.ok(lines.length === 0, `${site.name}/${path}\n${lines.join('\n')}`);
}

test('our own pages, at every width and in both schemes, as a server sends them', async () => {
  const sights = WIDTHS.flatMap((width) => [[width, 'light', false], [width, 'dark', true]]);
  await each(samples(own), ({ path }) => look(own, path, {}, sights));
});

test('the pages of every site, from a folder and without script', async () => {
  const pages = chosen().filter(({ kind }) => kind !== 'not-found');
  await each(pages, ({ site, path }) => {
    const sight = site === own ? [1280, 'dark', false] : [320, 'light', false];
    return look(site, path, { from: 'folder', script: false }, [sight]);
  });
});

/** Words of an opened page whose colour is (almost) that of what they stand on. */
function unseen(page) {
  return page.evaluate(() => {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => channels(colour).slice(0, 3).reduce((sum, channel) => sum + channel, 0) / 3;
    const ground = (element) => {
      const own = getComputedStyle(element).backgroundColor;
      return channels(own)[3] !== 0 || element === document.documentElement ? own : ground(element.parentElement);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    while (walker.nextNode()) {
      const around = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && around.checkVisibility({ visibilityProperty: true })
        && Math.abs(light(getComputedStyle(around).color) - light(ground(around))) < 60) {
        found.add(`${around.localName}: ${walker.currentNode.data.trim().slice(0, 60)}`);
      }
    }
    return [...found];
  });
}

test('every word is seen in the colours of a reader who forces their own', async () => {
  await each(chosen(), ({ site, path }) => visit(site, path, {}, async (page) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, forcedColors: 'active' });
      assert.deepEqual(await unseen(page), [], `${site.name}/${path}, ${colorScheme}`);
    }
    await page.addStyleTag({ content: 'h1 { forced-color-adjust: none; color: Canvas; }' });
    assert.equal((await unseen(page)).length > 0, true, `${site.name}/${path}: nothing would be noticed`);
  }));
});

test('what is wrong is seen, with script and without', async () => {
  const wrong = `
    <p style="color: #999; background: #aaa">pale</p>
    <ul><li><a href="#a" style="display: block; height: 9px; width: 9px">a</a><a href="#b" style="display: block; height: 9px; width: 9px">b</a></ul>
    <table><tr><td colspan="2"><b>caption</b></td></tr><tr><td>1</td><td>2</td></tr></table>
    <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
    <div style="overflow: auto; height: 2rem"><p>a</p><p>b</p><p>c</p></div>`;
  for (const script of [true, false]) {
    await visit(own, 'index.html', { script }, async (page) => {
      await page.evaluate((wrong) => document.querySelector('main').insertAdjacentHTML('beforeend', wrong), wrong);
      const rules = new Set((await violations(page)).map((line) => line.split(':')[0]));
      const expected = ['color-contrast', 'image-alt', 'scrollable-region-focusable', 'table-fake-caption', 'target-size'];
      assert.deepEqual(expected.filter((rule) => !rules.has(rule)), [], [...rules].join());
    });
  }
});
