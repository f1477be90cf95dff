// What a first visit to a page costs, compressed as hosts send it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { address, each, own, samples, visit } from './support/harness.mjs';

/** Bytes, compressed: of all that a page loads by itself, of its styles, and of its scripts without data. */
const LIMITS = { all: 100_000, styles: 20_000, scripts: 15_000 };

test('a first visit to the longest page of each kind is light', async () => {
  const root = await address(own, '');
  await each(samples(own), async ({ path: page }) => {
    const asked = new Set();
    await visit(own, page, {}, async (opened) => {
      opened.on('request', (request) => asked.add(request.url()));
      await opened.reload({ waitUntil: 'networkidle' });
    });
    const costs = { all: 0, styles: 0, scripts: 0 };
    for (const url of asked) {
      if (!url.startsWith(root)) continue;
      const file = decodeURIComponent(new URL(url).pathname.slice(new URL(root).pathname.length));
      const bytes = zlib.gzipSync(fs.readFileSync(path.join(own.folder, file))).length;
      costs.all += bytes;
      if (file.endsWith('.css')) costs.styles += bytes;
      if (/^assets\/.*\.js$/.test(file)) costs.scripts += bytes;
    }
    assert.ok(costs.styles > 0, `${page}: nothing was asked for`);
    for (const [part, limit] of Object.entries(LIMITS)) {
      assert.ok(costs[part] <= limit, `${page}: ${costs[part]} bytes of ${part}, at most ${limit}`);
    }
  });
});
