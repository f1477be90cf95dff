// What tests in a browser share: the sites to look at, and the way to look at their pages.
//
// A file of tests stands beside this folder and is found by its ending; one subject each:
//
//   import assert from 'node:assert/strict';
//   import { test } from 'node:test';
//   import { own, visit } from './support/harness.mjs';
//
//   test('a reader finds the words looked for', async () => {
//     await visit(own, 'search.html', { from: 'folder', width: 320 }, async (page) => {
//       await page.getByRole('searchbox').fill('surveillance');
//       assert.equal(await page.getByRole('listitem').count(), 3);
//     });
//   });
//
// `page` is a page of Playwright (https://playwright.dev/docs/api/class-page). `visit` opens it in a
// browser profile of its own, and fails when it logs anything, throws, or asks for anything outside its
// site, whatever the test itself looks at. To run one file against a program that you have just built:
//
//   npm ci --prefix tools --ignore-scripts
//   POLICY_DIGEST_PROGRAM=target/debug/policy-digest node --test tests/browser/search.mjs
//
// Environment: POLICY_DIGEST_PROGRAM names the program that builds the sites, POLICY_DIGEST_SITE a
// folder to be looked at in place of our own site, CHROMIUM the browser when it is not in the PATH.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { many } from './many.mjs';
import { browserProgram, digestProgram, repository, require } from './programs.mjs';

/** Where a site stands on its server: neither at the root, nor one level below it. */
export const BASE = '/a/b/';

/** The widths at which every kind of page is looked at, in CSS pixels. */
export const WIDTHS = [320, 768, 1280];

/** A folder for what is made here, which goes away with the process. */
export const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'policy-digest-browser-'));
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }));

/**
 * A built site: its name, its folder, and its pages in the order of their paths. A page has a `path`
 * below the folder, parted by `/`; a `kind`, the first class of its body; and a length in `bytes`.
 */
function site(name, folder) {
  const names = fs.readdirSync(folder, { recursive: true }).map((file) => file.split(path.sep).join('/'));
  const pages = names.filter((file) => file.endsWith('.html')).sort().map((file) => {
    const html = fs.readFileSync(path.join(folder, file), 'utf8');
    const kind = /<body class="?([a-z-]+)/.exec(html)?.[1];
    assert.ok(kind, `${name}/${file}: its body names no kind of page`);
    return { path: file, kind, bytes: Buffer.byteLength(html) };
  });
  return { name, folder, pages };
}

/** Builds the site of a digest, as for a host that serves it below `BASE`. */
export function build(name, digest) {
  const folder = path.join(temporary, name);
  const call = ['build', path.resolve(repository, digest), '--out', folder, '--site-url', `https://example.org${BASE}`];
  execFileSync(digestProgram(), call, { stdio: ['ignore', 'ignore', 'inherit'] });
  return site(name, folder);
}

/** Commits the states of a digest one after the other, each with a tag; gives the folder. */
function repositoryOf(...states) {
  const folder = path.join(temporary, 'repository');
  fs.mkdirSync(folder);
  const [name, email] = ['Anna Berg', 'anna@example.org'];
  const env = {
    ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email,
  };
  const git = (...call) => execFileSync('git', ['-C', folder, ...call], { env, stdio: 'inherit' });
  git('init', '--quiet');
  states.forEach((state, index) => {
    for (const old of fs.readdirSync(folder).filter((entry) => entry !== '.git')) {
      fs.rmSync(path.join(folder, old), { recursive: true });
    }
    fs.cpSync(path.join(repository, state), folder, { recursive: true });
    git('add', '--all');
    git('commit', '--quiet', `--message=${state}`);
    git('tag', `v${index + 1}`);
  });
  return folder;
}

/** The site of our own digest. */
export const own = process.env.POLICY_DIGEST_SITE
  ? site('own', path.resolve(process.env.POLICY_DIGEST_SITE))
  : build('own', '.');

/** A small site with excerpts, second codings, a redirect, and a text in Chinese. */
export const voices = build('many-voices', 'tests/corpora/many-voices');

/** A small site whose interface is written from right to left, with long words and wide tables. */
export const rightToLeft = build('right-to-left', 'tests/browser/right-to-left');

/** A small site with two versions, and so with changes. */
export const versions = build('versions', repositoryOf('tests/changes/before', 'tests/changes/after'));

/** All of them. */
export const sites = [own, voices, rightToLeft, versions];

/** The longest page of each kind that a site has, but for redirects: nobody ever sees one. */
export function samples(site) {
  const longest = new Map();
  for (const page of site.pages.filter((page) => page.kind !== 'redirect')) {
    if (!(longest.get(page.kind)?.bytes >= page.bytes)) longest.set(page.kind, page);
  }
  return [...longest.values()];
}

/**
 * The pages to look at, each with its `site`: of our own site and of the one from right to left the
 * longest of each kind, of the others what shows more: documents, and kinds that both lack; changes; parts of
 * divided pages, and the choice among many documents.
 */
export function chosen() {
  const of = (site, pages) => pages.map((page) => ({ site, ...page }));
  const most = [...of(own, samples(own)), ...of(rightToLeft, samples(rightToLeft))];
  const known = new Set(most.map(({ kind }) => kind));
  const further = samples(voices).filter(({ kind }) => !known.has(kind));
  const documents = voices.pages.filter(({ kind }) => kind === 'document');
  const changes = versions.pages.filter(({ kind }) => kind === 'changes');
  const divided = samples(many()).filter(({ kind, path }) => kind === 'compare' || /--\d+\.html$/.test(path));
  return [...most, ...of(voices, [...documents, ...further]), ...of(versions, changes), ...of(many(), divided)];
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  xml: 'application/xml',
};

/** Serves a folder below `BASE` as static hosts do; gives the address of its root. */
async function serve(folder) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const inside = pathname.startsWith(BASE) ? decodeURIComponent(pathname.slice(BASE.length)) : undefined;
    // The client has resolved `..` already; a name in the folder is what may be asked for.
    const wanted = inside === undefined ? undefined : path.join(folder, inside.replace(/(^|\/)$/, '$1index.html'));
    const isThere = wanted !== undefined && fs.statSync(wanted, { throwIfNoEntry: false })?.isFile();
    const file = isThere ? wanted : path.join(folder, '404.html');
    response.writeHead(isThere ? 200 : 404, {
      'content-type': TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}${BASE}`;
}

const servers = new Map();

/**
 * The address of a page of a site.
 * @param {'server' | 'folder'} from a server on this machine, or the folder on disk
 */
export async function address(site, page, from = 'server') {
  // One that somebody else serves.
  if (site.root) return site.root + page;
  if (from === 'folder') return pathToFileURL(site.folder + path.sep).href + page;
  if (!servers.has(site)) servers.set(site, serve(site.folder));
  return (await servers.get(site)) + page;
}

let browser;

/** The one browser of a file of tests. It resolves no name, so that nothing can come from elsewhere. */
function launch() {
  browser ??= require('playwright-core').chromium.launch({
    executablePath: browserProgram(),
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--disable-gpu'],
  });
  return browser;
}

after(async () => (await browser)?.close());

/** Empty pages that are not in use, by whether scripts run in them: a new one takes longer than a visit. */
const idle = { true: [], false: [] };

/** An empty page of a browser profile of its own. */
async function blank(script) {
  const context = await (await launch()).newContext({
    javaScriptEnabled: script,
    // So that a page that scrolls by itself is at its end at once.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

/** Takes away what a visit left in a page, and keeps the page for the next one. */
async function clear(page, script) {
  page.removeAllListeners();
  await page.unrouteAll();
  try {
    if (script) await page.evaluate(() => { localStorage.clear(); sessionStorage.clear(); });
  } catch {
    // A test has taken the storage away, and the page would keep that.
    return page.close();
  }
  await page.goto('about:blank');
  await page.emulateMedia({ media: null });
  idle[script].push(page);
}

/** Listens to what a page does; gives the list that grows by a line whenever it does what no page may. */
function listen(page, root, missing) {
  const noise = [];
  page.on('console', (message) => {
    const { url } = message.location();
    if (url !== missing) noise.push(`logs: ${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => noise.push(`throws: ${error}`));
  page.on('dialog', (dialog) => {
    noise.push(`says: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('popup', (popup) => noise.push(`opens ${popup.url()}`));
  page.on('request', (request) => {
    const isInside = request.url().startsWith(root) || /^(data|blob):/.test(request.url());
    if (!isInside) noise.push(`asks for ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    // A stream has no end of its own: the page breaks it off when it leaves.
    if (request.resourceType() !== 'eventsource') noise.push(`does not get ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== missing) noise.push(`does not get ${response.url()}`);
  });
  return noise;
}

/**
 * Opens a page, hands it to `use`, and gives what that gives. Fails when the page logs anything, throws,
 * or asks for anything outside its site.
 *
 * @param site one of `sites`, or what is served elsewhere: its `name`, and the address of its `root`
 * @param {string} path below the site's root, with query and fragment if need be
 * @param options `from`: 'server' or 'folder'; `script`: whether scripts run; `width`, `height` in CSS
 *   pixels; `dark`: the scheme that the reader prefers; `isMissing`: whether nothing stands there
 */
export async function visit(site, path, options, use) {
  const { from = 'server', script = true, width = 1280, height = 800, dark = false, isMissing = false } = options;
  const root = await address(site, '', from);
  const page = idle[script].pop() ?? await blank(script);
  try {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    const noise = listen(page, root, isMissing ? root + path : undefined);
    await page.goto(root + path);
    const value = await use(page);
    assert.deepEqual(noise, [], `${site.name}/${path}, ${JSON.stringify(options)}`);
    await clear(page, script);
    return value;
  } catch (error) {
    await page.context().close();
    throw error;
  }
}

/** Calls `use` with each value, two at a time; fails with all that failed. */
export async function each(values, use) {
  const failures = [];
  const rest = [...values];
  const work = async () => {
    while (rest.length > 0) {
      const value = rest.shift();
      try {
        await use(value);
      } catch (error) {
        failures.push(error.code === 'ERR_ASSERTION' ? error.message : error.stack);
      }
    }
  };
  await Promise.all([work(), work()]);
  assert.equal(failures.length, 0, failures.join('\n\n'));
}
