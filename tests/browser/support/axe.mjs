// What axe finds wrong with a page as it stands.

import fs from 'node:fs';
import { require } from './programs.mjs';

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 at level AA, and what is good practice beside it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules that are off unless asked for. */
const FURTHER = ['label-content-name-mismatch', 'p-as-heading', 'table-fake-caption', 'target-size', 'td-has-header'];

/** Rules that look at colours, and so at what another scheme changes. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds wrong on an opened page, with scripts or without: one line for each place, beginning
 * with the rule. What it leaves to people is left to them.
 * @param {boolean} onlyColours whether the page was looked at in its other scheme already
 */
export async function violations(page, onlyColours = false) {
  const options = {
    runOnly: onlyColours ? { type: 'rule', values: COLOURS } : { type: 'tag', values: TAGS },
    rules: Object.fromEntries(onlyColours ? [] : FURTHER.map((rule) => [rule, { enabled: true }])),
    // Style sheets are fetched for rules that are off, and cannot be fetched from a folder.
    preload: false,
    resultTypes: ['violations'],
  };
  await page.evaluate(axe);
  return page.evaluate(async (options) => {
    // Where scripts are off, no timer ever fires; axe needs none but those that wait for nothing.
    const timer = window.setTimeout;
    window.setTimeout = (use, wait, ...values) =>
      wait > 0 ? timer(use, wait, ...values) : void Promise.resolve().then(() => use(...values));
    try {
      const found = await window.axe.run(options);
      return found.violations.flatMap((result) => result.nodes.map((node) => {
        const messages = [...node.any, ...node.all, ...node.none].map((check) => check.message);
        return `${result.id}: ${node.html.slice(0, 160)}: ${messages.join('; ')}`;
      }));
    } finally {
      window.setTimeout = timer;
    }
  }, options);
}
