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
