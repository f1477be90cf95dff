// Where the programs stand that tests and benches in a browser run. Nothing of a test is in here, so that benches
// can use it, too.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Loads a package that `tools/package.json` pins. */
export const require = createRequire(path.join(repository, 'tools/package.json'));

/** The program that builds and serves sites: POLICY_DIGEST_PROGRAM, or the one for release. */
export function digestProgram() {
  const program = path.resolve(repository, process.env.POLICY_DIGEST_PROGRAM ?? 'target/release/policy-digest');
  assert.ok(fs.existsSync(program), `${program} is missing: cargo build --release, or set POLICY_DIGEST_PROGRAM`);
  return program;
}

/** The browser that is installed on this machine: CHROMIUM, or the first that the PATH has. */
export function browserProgram() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
    if (found) return found;
  }
  throw new Error('Chromium is not installed: apt-get install chromium');
}
