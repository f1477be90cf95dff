// Everything can be reached and used with the keyboard alone, and one sees where one is.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { each, own, rightToLeft, samples, visit } from './support/harness.mjs';

/** Numbers all that Tab should stop at, in the order of the page; gives how many there are. */
function number(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
    const stops = all.filter((element) =>
      element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }));
    stops.forEach((element, index) => element.setAttribute('data-stop', index));
    return stops.length;
  });
}

/** Has the page write down, at each stop, where the focus is and what is wrong with how it shows. */
function watch(page) {
  return page.evaluate(() => {
    window.stops = [];
    const isSeen = (element, [x, y]) => {
      const top = document.elementFromPoint(x, y);
      const isBehind = () => top.contains(element) && !['fixed', 'sticky'].includes(getComputedStyle(top).position);
      return top !== null && (element.contains(top) || isBehind());
    };
    // When the key comes up, the focus has moved, and the page has scrolled to it.
    document.addEventListener('keyup', () => {
      const element = document.activeElement;
      const problems = [];
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) problems.push('its focus does not show');
      // A link of several lines has several boxes. Some point of it must be in sight and on top.
      const points = [...element.getClientRects()].flatMap((box) =>
        [box.left + 2, (box.left + box.right) / 2, box.right - 2].flatMap((x) =>
          [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2].map((y) => [x, y])));
      if (!points.some((point) => isSeen(element, point))) problems.push('it is out of sight or covered');
      window.stops.push({ stop: element.getAttribute('data-stop'), problems, html: element.outerHTML.slice(0, 120) });
    });
  });
}

/** Walks through a page with Tab; a line for each thing that is wrong. */
async function walk(page) {
  const count = await number(page);
  assert.ok(count > 3);
  await watch(page);
  for (let presses = 0; presses < count; presses += 1) await page.keyboard.press('Tab');
  const stops = await page.evaluate(() => window.stops);
  assert.equal(stops.length, count);
  const problems = stops.flatMap(({ problems, html }) => problems.map((problem) => `  ${problem}: ${html}`));
  const wrong = stops.findIndex(({ stop }, index) => stop !== String(index));
  if (wrong >= 0) {
    const missed = await page.evaluate((stop) => document.querySelector(`[data-stop="${stop}"]`).outerHTML.slice(0, 120), wrong);
    problems.push(`  the focus is on ${stops[wrong].html} and not on ${missed}`);
  }
  return problems;
}

test('Tab stops at everything in its order, and one sees where', async () => {
  const sights = [
    ...samples(own).map((page) => ({ site: own, page, width: 320 })),
    ...samples(own).filter(({ kind }) => ['document', 'matrix'].includes(kind)).map((page) => ({ site: own, page, width: 1280 })),
    ...samples(rightToLeft).filter(({ kind }) => kind === 'document').map((page) => ({ site: rightToLeft, page, width: 1280 })),
  ];
  await each(sights, async ({ site, page, width }) => {
    const problems = await visit(site, page.path, { width }, walk);
    assert.ok(problems.length === 0, `${site.name}/${page.path} at ${width}\n${problems.slice(0, 10).join('\n')}`);
  });
});

test('what hides the focus is seen', async () => {
  const cases = [
    ['*:focus { outline: none !important }', /does not show/],
    ['header.site { position: fixed; inset: 0; background: #fff; z-index: 9 }', /covered/],
  ];
  for (const [style, expected] of cases) {
    await visit(own, 'documents.html', { width: 320 }, async (page) => {
      await page.addStyleTag({ content: style });
      assert.match((await walk(page)).join('\n'), expected);
    });
  }
  await visit(own, 'documents.html', { width: 320 }, async (page) => {
    await page.evaluate(() => document.querySelector('main a').setAttribute('tabindex', '1'));
    assert.match((await walk(page)).join('\n'), /the focus is on/);
  });
});

test('the first stop leads over the navigation to the content', async () => {
  await visit(own, 'matrix.html', { width: 320 }, async (page) => {
    await page.keyboard.press('Tab');
    const link = page.locator(':focus');
    assert.match(await link.textContent(), /Skip/);
    assert.ok((await link.boundingBox()).x >= 0);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  });
});

/** Whether the place that the address names is in sight. */
function isAtTarget(page) {
  return page.evaluate(() => {
    const box = document.querySelector(':target').getBoundingClientRect();
    return box.top >= 0 && box.top < window.innerHeight;
  });
}

/** Presses Tab until the focus is on what a selector names, at most so many times. */
async function tabTo(page, selector, limit) {
  for (let presses = 0; presses < limit; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  assert.fail(`${selector} is not among the next ${limit} stops`);
}

test('a note is read and left again', async () => {
  const html = (page) => fs.readFileSync(path.join(own.folder, page.path), 'utf8');
  const annotated = own.pages.find((page) => page.kind === 'document' && html(page).includes('note-mark'));
  assert.ok(annotated, 'no document has notes');
  for (const from of ['server', 'folder']) {
    await visit(own, annotated.path, { from, script: from === 'server' }, async (page) => {
      const mark = page.locator('.note-mark').first();
      const [note, id] = await mark.evaluate((element) => [element.getAttribute('href'), element.id]);
      await mark.focus();
      await page.keyboard.press('Enter');
      assert.equal(new URL(page.url()).hash, note);
      assert.ok(await isAtTarget(page));
      await tabTo(page, `[href="#${id}"]`, 8);
      await page.keyboard.press('Enter');
      assert.equal(new URL(page.url()).hash, `#${id}`);
      assert.ok(await isAtTarget(page));
      assert.equal(await page.evaluate(() => document.activeElement.id), id);
    });
  }
});

test('from a quote to its passage and back to the question', async () => {
  const question = samples(own).find((page) => page.kind === 'question');
  await visit(own, question.path, { width: 320 }, async (page) => {
    await page.locator('.quote .place').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/documents\/.*#/);
    assert.ok(await isAtTarget(page));
    assert.ok(await page.locator(':target mark').count() > 0, 'the words are not marked');
    await tabTo(page, `.margin [href*="${question.path}"]`, 12);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(question.path));
  });
});

test('a table that is wider than the screen scrolls by keyboard', async () => {
  await visit(own, 'matrix.html', { width: 320 }, async (page) => {
    const region = page.locator('section.scroll').first();
    await region.focus();
    assert.ok(await region.evaluate((element) => element.scrollWidth > element.clientWidth));
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.activeElement.scrollLeft > 0);
  });
});
