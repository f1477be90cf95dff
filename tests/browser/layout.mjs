// Pages fit: nothing has to be scrolled sideways for but what scrolls in a region of its own, and no
// words are cut off, whatever the width, the spacing and the size of the letters.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WIDTHS, chosen, each, own, rightToLeft, visit } from './support/harness.mjs';

/** The spacing that WCAG 1.4.12 lets readers ask for. */
const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;

/** Letters twice as large (WCAG 1.4.4). */
const LARGE = 'html { font-size: 200% !important; }';

/** What does not fit on an opened page: one line for each element. */
function misfits(page) {
  return page.evaluate(() => {
    const found = [];
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const named = (element) => element.outerHTML.slice(0, 120);
    if (document.documentElement.scrollWidth > window.innerWidth) {
      found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    }
    const header = document.querySelector('header.site').getBoundingClientRect();
    if (Math.abs(header.width - width) > 1) found.push(`of ${width} the header takes ${Math.round(header.width)}`);
    for (const element of document.body.querySelectorAll('*')) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      // What is for screen readers alone is cut off on purpose, and a skip link waits outside. Of a line
      // the white space at its end may hang over.
      if (box.width <= 1 || box.height <= 1 || style.clipPath !== 'none' || style.display === 'inline') continue;
      if (element.matches('.skip:not(:focus)')) continue;
      if (['hidden', 'clip'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) {
        found.push(`cut off: ${named(element)}`);
      }
      if (box.left < -1 || box.right > width + 1) {
        let around = element.parentElement;
        while (around && !scrolls(around)) around = around.parentElement;
        if (!around) found.push(`sticks out from ${Math.round(box.left)} to ${Math.round(box.right)}: ${named(element)}`);
      }
      if (scrolls(element) && element.scrollWidth > element.clientWidth + 1) {
        const isNamed = element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby');
        if (element.tabIndex < 0 || !isNamed) found.push(`scrolls without a name or without a keyboard: ${named(element)}`);
      }
    }
    return found;
  });
}

/** Looks at a page in some sights: a width, with a style in addition; fails with what does not fit. */
async function look(site, path, options, sights) {
  const problems = [];
  await visit(site, path, options, async (page) => {
    for (const [width, style, name] of sights) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((style) => {
        const sheet = document.head.appendChild(document.createElement('style'));
        sheet.id = 'sight';
        sheet.textContent = style;
      }, style);
      const found = await misfits(page);
      problems.push(...found.slice(0, 3).map((line) => `  ${width}${name}: ${line}`));
      await page.evaluate(() => document.getElementById('sight').remove());
    }
  });
  assert.ok(problems.length === 0, `${site.name}/${path}, ${JSON.stringify(options)}\n${problems.join('\n')}`);
}

const plain = WIDTHS.map((width) => [width, '', '']);

const further = [
  [320, SPACED, ', wider spacing'],
  [1280, SPACED, ', wider spacing'],
  [640, LARGE, ', letters twice as large'],
  [1280, LARGE, ', letters twice as large'],
];

test('pages fit, as a server sends them', () =>
  each(chosen(), ({ site, path }) => look(site, path, {}, [...plain, ...further])));

test('pages fit, from a folder and without script', () =>
  each(chosen().filter(({ kind }) => kind !== 'not-found'), ({ site, path }) =>
    look(site, path, { from: 'folder', script: false }, plain)));

test('on a narrow screen line numbers leave the room to the lines', async () => {
  const { path } = own.pages.find(({ kind }) => kind === 'record');
  await visit(own, path, { width: 320 }, async (page) => {
    const widths = await page.locator('.lines a').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().width));
    assert.ok(Math.max(...widths) < 320 / 8, `${Math.max(...widths)} of 320`);
  });
});

test('on a narrow screen it stands under a stance who reports it', async () => {
  for (const site of [own, rightToLeft]) {
    await visit(site, 'matrix.html', { width: 320 }, async (page) => {
      const apart = await page.locator('.by-question li:has(> .reported):visible').evaluateAll((all) => all.map((line) => {
        const [stance, note] = ['.stance', '.reported'].map((it) => line.querySelector(it).getBoundingClientRect());
        const start = document.dir === 'rtl' ? 'right' : 'left';
        return Math.abs(stance[start] - note[start]) + (note.top < stance.bottom - 1 ? 100 : 0);
      }));
      assert.ok(apart.length > 0 && Math.max(...apart) <= 1, `${site.name}: ${apart}`);
    });
  }
});

test('what does not fit is seen', async () => {
  const cases = [
    ['<p style="width: 400px">wide</p>', /sticks out/],
    ['<p style="margin-left: -40px">left</p>', /sticks out/],
    ['<p style="overflow: hidden; width: 40px; white-space: nowrap">cut off, all of it</p>', /cut off/],
    ['<style>body { max-inline-size: 200px }</style>', /of 320 the header takes 200/],
    ['<div style="overflow: auto" tabindex="0"><p style="width: 900px">a</p></div>', /scrolls without a name/],
    ['<div style="overflow: auto" aria-label="a"><p style="width: 900px">a</p></div>', /without a keyboard/],
  ];
  await visit(own, 'index.html', { width: 320 }, async (page) => {
    assert.deepEqual(await misfits(page), []);
    for (const [html, expected] of cases) {
      await page.evaluate((html) => document.querySelector('main').insertAdjacentHTML('beforeend', `<div id="wrong">${html}</div>`), html);
      assert.match((await misfits(page)).join('\n'), expected, html);
      await page.evaluate(() => document.getElementById('wrong').remove());
    }
  });
});
