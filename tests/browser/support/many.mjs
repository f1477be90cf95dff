// A site of many documents, whose long pages are divided: made here, since nobody would read its records.

import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { build, temporary } from './harness.mjs';

/** More than fit into a menu. */
export const DOCUMENTS = 240;

/** Two of one name, on different parts of pages. */
export const TWINS = [100, 238];

const record = (number, source) => `source: paper-${number}.txt
title: On the wells of district ${number}
short: ${TWINS.includes(number) ? 'Twin paper' : `Paper ${number}`}
kind: ${number % 2 ? 'report' : 'resolution'}
issuer: council
date: "${1900 + (number % 100)}-05"
language: en
provenance: { sha256: ${crypto.createHash('sha256').update(source).digest('hex')} }
summary: ${'What the district says of its wells, at some length. '.repeat(25)}
positions:
  - question: wells
    stance: ${number % 3 ? 'supports' : 'opposes'}
    summary: ${'The council speaks of the wells. '.repeat(30)}
    quotes: ["wells of district ${number} are"]
`;

const theme = `title: Water
summary: Wells and pipes.
questions:
  - { id: wells, short: Wells, proposition: Wells should be open to all., kind: demand, subject: wells, terms: [wells] }
  - { id: pipes, short: Pipes, proposition: Pipes should be laid., kind: demand, subject: pipes, terms: [pipes] }
`;

let made;

/** The site, built once for all tests of a file. */
export function many() {
  if (made) return made;
  const digest = path.join(temporary, 'many-digest');
  const write = (name, text) => {
    const file = path.join(digest, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  };
  write('book.toml', '[book]\ntitle = "Wells"\nsrc = "content"\n[output.digest]\npairs-limit = 20\n');
  write('content/themes/water.yaml', theme);
  write('content/holders/council.yaml', 'name: Council of Districts\nkind: organisation\n');
  for (let number = 0; number < DOCUMENTS; number += 1) {
    const source = `The wells of district ${number} are dry. Somebody should open them.\n`;
    write(`seeds/paper-${number}.txt`, source);
    write(`content/documents/paper-${number}.yaml`, record(number, source));
  }
  made = build('many', digest);
  return made;
}
