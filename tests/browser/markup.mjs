// The markup that the program writes, read by html-validate. The Nu checker reads it in `tests/it`.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { chosen, own, sites } from './support/harness.mjs';
import { require } from './support/programs.mjs';

const { HtmlValidate, StaticConfigLoader } = require('html-validate');

/** Whether pages went through the minifier, which leaves out quotation marks that HTML does not need. */
const isMinified = /<html [^>]*=[^"]/.test(fs.readFileSync(path.join(own.folder, 'index.html'), 'utf8'));

const presets = isMinified
  ? ['html-validate:standard']
  : ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'];

/** Where our pages are held to something else, and why. */
const rules = {
  // A matter of style; ours is the other one.
  'doctype-style': ['error', { style: 'lowercase' }],
  // HTML lets an id begin with anything; `_` keeps our ids apart from those of records.
  'valid-id': ['error', { relaxed: true }],
  // What stands beside the page is as trustworthy as the page; from a folder no browser checks it.
  'require-sri': ['error', { target: 'crossorigin' }],
  // A page's title names what it is about; a proposition or a document's title is as long as it is.
  'long-title': 'off',
  // HTML lets `&` and `>` stand where they cannot be misread, and the minifier leaves them so.
  ...(isMinified ? { 'unrecognized-char-ref': 'off', 'no-raw-characters': 'off' } : {}),
};

const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: presets, rules }));

/** Each mistake in a page, as a line. */
function mistakes(html) {
  const { results } = validator.validateStringSync(html);
  return results.flatMap(({ messages }) => messages)
    .map(({ line, column, message, ruleId }) => `${line}:${column}: ${message} (${ruleId})`);
}

test(`pages are clean by ${presets.join(', ')}`, () => {
  const pages = sites.flatMap((site) => site.pages.map((page) => ({ site, ...page })));
  const further = chosen().filter(({ site }) => !sites.includes(site));
  const lines = [...pages, ...further].flatMap(({ site, path: page }) => {
    const html = fs.readFileSync(path.join(site.folder, page), 'utf8');
    return mistakes(html).map((line) => `${site.name}/${page}:${line}`);
  });
  assert.ok(lines.length === 0, `${lines.length} mistakes, such as\n${lines.slice(0, 30).join('\n')}`);
});

test('mistakes are seen', () => {
  const page = '<!doctype html>\n<html lang="en"><head><title>a</title></head><body><b><div>c</div></b></body></html>';
  assert.match(mistakes(page).join('\n'), /\(element-permitted-content\)/);
});
