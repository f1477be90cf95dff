// Looks for words, phrases and records in the index that is written beside the page of the search.
// The index is scripts that call `policyDigestSearch`, each asked for when it is needed: a page in a folder
// can load nothing else. What is in them stands in src/render/search/mod.rs.
"use strict";

(() => {
  // Words, as src/render/search/tokens.rs has them; a test holds the two to each other.

  const SMALL_DIGITS = "\\u00b2\\u00b3\\u00b9\\u2070-\\u209f";
  const IGNORED = "\\u00ad\\u200c\\u200d\\u2060\\ufeff";
  const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u2fdf\\u3000-\\u312f\\u31a0-\\u31ff"
    + "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
  const UNIT = `[${UNSPACED}][\\p{M}${IGNORED}]*`;
  const RUNS = new RegExp(`(?:(?![${SMALL_DIGITS}])[\\p{Alphabetic}\\p{M}\\p{N}${IGNORED}])+`, "gu");
  const PARTS = new RegExp(`(?:${UNIT})+|(?:(?![${UNSPACED}])[^])+`, "gu");
  const UNITS = new RegExp(UNIT, "gu");
  const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
  const IS_IGNORED = new RegExp(`[${IGNORED}]`, "gu");
  const LONGEST = 32;

  const fold = (written) => written.replace(IS_IGNORED, "").normalize("NFKD").toLowerCase()
    .replace(/[ \u0300-\u036f]/g, "").replace(/ς/g, "σ").normalize("NFC");

  // The tokens of a text: `text`, where it stands from `start` to `end`, and of a character without spaces
  // around it, which makes a token with the next one, its own end as `middle`.
  function tokens(text) {
    const found = [];
    const add = (folded, start, end, middle) => {
      const short = folded.length > LONGEST ? [...folded].slice(0, LONGEST).join("") : folded;
      if (short) found.push({ text: short, start, end, middle });
    };
    for (const run of text.matchAll(RUNS)) {
      for (const part of run[0].matchAll(PARTS)) {
        const start = run.index + part.index;
        if (!IS_UNSPACED.test(part[0])) {
          add(fold(part[0]), start, start + part[0].length);
          continue;
        }
        const units = [...part[0].matchAll(UNITS)].map((unit) => ({
          text: fold(unit[0]),
          start: start + unit.index,
          end: start + unit.index + unit[0].length,
        }));
        units.forEach((unit, index) => {
          const next = units[index + 1];
          add(unit.text + (next ? next.text : ""), unit.start, (next || unit).end, unit.end);
        });
      }
    }
    return found;
  }

  // What a reader types, as terms that a hit must hold: words at neighbouring positions, the last of them
  // perhaps only begun (`open`), and the text that they come from, if its parts may stand apart (`loose`).

  const MOST_TERMS = 32;
  const MARKS = "\"“”„‟«»「」『』＂";
  const TERMS = new RegExp(`[${MARKS}]([^${MARKS}]*)([${MARKS}]|$)|[^\\s${MARKS}]+`, "gu");

  function term(text, at, isOpen, isLoose) {
    const found = tokens(text);
    const last = found[found.length - 1];
    const before = found[found.length - 2];
    let open = isOpen && last && last.text.length > 1;
    if (last && last.middle) {
      // The last character of a run stands alone in a text where a run ends; here the run may go on.
      const isWhole = !before || before.end !== last.end;
      if (!isWhole) found.pop();
      open = isWhole;
    }
    const places = found.map((token) => ({ ...token, start: at + token.start, end: at + token.end }));
    return { tokens: places, words: found.map((token) => token.text), open, loose: isLoose && text, at };
  }

  function terms(query) {
    const found = [...query.matchAll(TERMS)].map((match) => {
      if (match[1] !== undefined) return term(match[1], match.index + 1, !match[2], false);
      const isLast = match.index + match[0].length === query.length;
      return term(match[0], match.index, isLast || match[0].endsWith("*"), true);
    });
    return found.filter((one) => one.words.length).slice(0, MOST_TERMS);
  }

  // The words of a term that does not stand anywhere in one piece: `人工智能治理` in a text that has
  // `人工智能` and `治理`.
  function parts(one) {
    const segments = Intl.Segmenter
      ? [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(one.loose)]
        .filter((segment) => segment.isWordLike)
        .map((segment) => [segment.segment, segment.index])
      : [...one.loose.matchAll(RUNS)].map((run) => [run[0], run.index]);
    return segments
      .map(([text, index], nth) => term(text, one.at + index, one.open && nth === segments.length - 1, false))
      .filter((part) => part.words.length);
  }

  // Files of the index

  const arrived = new Map();
  const asked = new Map();
  // Where the index stands, and its first file: it has the names of the others.
  let [folder, rootName] = ["", ""];

  globalThis.policyDigestSearch = (name, data) => arrived.get(name)(data);
  globalThis.policyDigestSearch.tokens = tokens;

  // The data of a file, read by `read` once. Asked for anew when it did not come.
  function load(name, read) {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        arrived.set(name, (data) => {
          arrived.delete(name);
          resolve(read(data));
        });
        // A host may well answer with something else.
        script.onload = script.onerror = () => {
          script.remove();
          if (!arrived.has(name)) return;
          asked.delete(name);
          reject(new Error(name));
        };
        script.src = `${folder}${name}.js`;
        document.head.append(script);
      }));
    }
    return asked.get(name);
  }

  const root = () => load(rootName, (data) => data);

  // Numbers as src/render/search/numbers.rs writes them.
  function numbers(code) {
    const found = [];
    let number = 0;
    for (let index = 0; index < code.length; index += 1) {
      const byte = code.charCodeAt(index);
      const value = byte - 33 - (byte > 34) - (byte > 92);
      if (value < 46) {
        found.push(number * 46 + value);
        number = 0;
      } else {
        number = number * 46 + value - 46;
      }
    }
    return found;
  }

  // The place of the last of some ascending values that is not above `value`.
  function lastUpTo(count, valueAt, value) {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (valueAt(middle) <= value) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  // Words and their positions

  const WIDEST = 12;
  const shard = ([, name]) => load(`words-${name}`, (data) => data.split(" "));

  // The files that may hold words from `from` through `to`.
  function shardsOf(files, from, to) {
    const below = files.findIndex(([word]) => word >= from);
    const next = below < 0 ? files.length : below;
    const isFirst = next < files.length && files[next][0] === from;
    const end = files.findIndex(([word]) => word > to);
    return files.slice(isFirst ? next : Math.max(next - 1, 0), end < 0 ? files.length : end);
  }

  // The positions of a word, or of all words that begin so.
  async function positions(word, open) {
    const { words: all } = await root();
    let to = open ? `${word}\uffff` : word;
    let files = shardsOf(all, word, to);
    // What half of the index begins with is no more than itself.
    if (files.length > WIDEST && open) {
      to = word;
      files = shardsOf(all, word, to);
    }
    const lists = [];
    for (const held of await Promise.all(files.map(shard))) {
      let at = lastUpTo(held.length / 2, (index) => held[2 * index], word);
      if (held[2 * at] !== word) at += 1;
      for (at *= 2; at < held.length && held[at] <= to; at += 2) lists.push(held[at + 1]);
    }
    const steps = lists.map(numbers);
    const found = new Uint32Array(steps.reduce((sum, list) => sum + list.length, 0));
    let count = 0;
    for (const list of steps) {
      let position = 0;
      for (const step of list) {
        position += step;
        found[count] = position;
        count += 1;
      }
    }
    return steps.length > 1 ? found.sort() : found;
  }

  // Where the words of a term stand one behind the other: the positions of the first of them.
  async function standing({ words, open }) {
    const lists = await Promise.all(words.map((word, nth) => positions(word, open && nth === words.length - 1)));
    return lists.reduce((starts, list, nth) => {
      let at = 0;
      return starts.filter((start) => {
        while (list[at] < start + nth) at += 1;
        return list[at] === start + nth;
      });
    });
  }

  // The terms of a query with their positions; for one that stands nowhere in one piece, its parts.
  async function looked(query) {
    const found = await Promise.all(terms(query).map(async (one) => {
      const whole = { ...one, positions: await standing(one) };
      if (whole.positions.length || !one.loose || one.words.length < 2) return [whole];
      const pieces = parts(one);
      const stand = await Promise.all(pieces.map(standing));
      return pieces.length ? pieces.map((part, index) => ({ ...part, positions: stand[index] })) : [whole];
    }));
    return found.flat().slice(0, MOST_TERMS);
  }

  // Entries

  const [PASSAGE, POSITION, , , DOCUMENT] = [0, 1, 2, 3, 4];
  // Records are what a reader looks for by name; each passage is one of many.
  const WEIGHTS = [1, 1.1, 1.3, 1.3, 1.3, 1.3, 1.3, 1];
  const USUAL_LENGTH = 30;
  // The product of both is a number that is still exact.
  const [MOST_GOOD, MOST_ENTRIES] = [2 ** 20, 2 ** 32];

  // A table: where each of its entries begins, how long it is, its kind, its sides, its group.
  const table = ([, position, name]) => load(`table-${name}`, (all) => {
    const [starts, lengths, kinds, sides, groups] = [[], [], [], [], []];
    for (const [id, short, start, code] of all) {
      const list = numbers(code);
      const group = { id, name: short };
      let next = position + start;
      for (let at = 0; at < list.length;) {
        const number = list[at];
        at += 1;
        let own = [];
        if (number % 2) {
          own = list.slice(at + 1, at + 1 + list[at]);
          at += 1 + list[at];
        }
        const length = Math.floor(number / 16);
        starts.push(next);
        lengths.push(length);
        kinds.push((number >> 1) % 8);
        sides.push(own);
        groups.push(group);
        next += length;
      }
    }
    return { starts, lengths, kinds, sides, groups };
  });

  // The entries in which terms stand: all of them, or if there are none and the reader may get less, those
  // with some. The best come first.
  async function hits(found, every) {
    const { tables, entries } = await root();
    const tableAt = (position) => lastUpTo(tables.length, (index) => tables[index][1], position);
    const used = new Set();
    for (const { positions: list } of found) {
      for (let at = 0; at < list.length;) {
        const index = tableAt(list[at]);
        used.add(index);
        const next = tables[index + 1];
        at = next ? lastUpTo(list.length, (place) => list[place], next[1] - 1) + 1 : list.length;
      }
    }
    const held = new Map(await Promise.all([...used].map(async (index) => [index, await table(tables[index])])));
    const scores = new Float64Array(entries);
    const matched = new Uint8Array(entries);
    for (const { positions: list } of found) {
      const rarity = Math.log(1 + entries / list.length);
      for (let at = 0; at < list.length;) {
        const index = tableAt(list[at]);
        const { starts, lengths, kinds } = held.get(index);
        const inside = lastUpTo(starts.length, (place) => starts[place], list[at]);
        const from = at;
        const end = starts[inside] + lengths[inside];
        while (at < list.length && list[at] < end) at += 1;
        const times = at - from;
        const length = lengths[inside] / USUAL_LENGTH;
        const entry = tables[index][0] + inside;
        scores[entry] += rarity * WEIGHTS[kinds[inside]] * times / (times + 0.6 + 0.6 * length);
        matched[entry] += 1;
      }
    }
    const most = matched.includes(found.length);
    const least = most || every ? found.length : 1;
    // Sorted as numbers, which is quick: how good, then which entry.
    const keys = [];
    for (let entry = 0; entry < entries; entry += 1) {
      if (matched[entry] >= least) {
        const good = matched[entry] * 4096 + Math.min(Math.round(scores[entry] * 40), 4095);
        keys.push((MOST_GOOD - good) * MOST_ENTRIES + entry);
      }
    }
    const list = Array.from(Float64Array.from(keys).sort(), (key) => {
      const number = key % MOST_ENTRIES;
      const index = lastUpTo(tables.length, (place) => tables[place][0], number);
      const inside = number - tables[index][0];
      const { kinds, sides, groups } = held.get(index);
      return { number, kind: kinds[inside], sides: sides[inside], group: groups[inside] };
    });
    return { list, isWhole: most };
  }

  // What is shown of a hit.
  async function shown(hit) {
    const { texts } = await root();
    const [first, name] = texts[lastUpTo(texts.length, (place) => texts[place][0], hit.number)];
    const list = await load(`texts-${name}`, (groups) => groups.flatMap(
      ([lang, dir, page, entries]) => entries.map((entry) => ({ lang, dir, page, entry })),
    ));
    return { ...hit, ...list[hit.number - first] };
  }

  // Words that were perhaps meant

  // How many letters have to be added, dropped, changed or swapped; `most` + 1 if there are more.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [older, old] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const differs = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + differs);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], older[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return most + 1;
      [older, old] = [old, row];
    }
    return old[b.length];
  }

  // The word of the index that comes nearest, the most frequent of several: among those that begin alike.
  async function nearest(word) {
    const { words: all } = await root();
    const start = word.slice(0, 2);
    const around = shardsOf(all, start, `${start}\uffff`);
    const here = all.indexOf(shardsOf(all, word, word)[0]);
    const near = around.filter((file) => Math.abs(all.indexOf(file) - here) <= 2);
    const held = await Promise.all(near.map(shard));
    let [best, least, often] = [null, word.length < 5 ? 1 : 2, 0];
    for (const list of held) {
      for (let at = 0; at < list.length; at += 2) {
        const apart = distance(word, list[at], least);
        const count = list[at + 1].length;
        if (apart > 0 && (apart < least || (apart === least && (count > often || !best)))) {
          [best, least, often] = [list[at], apart, count];
        }
      }
    }
    return best;
  }

  // The query with the nearest word in the place of each that stands nowhere; nothing if there is none.
  async function meant(query, found) {
    let text = query;
    let isOther = false;
    for (const one of [...found].reverse().filter((it) => !it.positions.length)) {
      for (let nth = one.words.length - 1; nth >= 0; nth -= 1) {
        const { text: word, middle, start, end } = one.tokens[nth];
        const isKnown = middle || (await positions(word, one.open && nth === one.words.length - 1)).length;
        const other = isKnown ? null : await nearest(word);
        if (other) {
          text = text.slice(0, start) + other + text.slice(end);
          isOther = true;
        }
      }
    }
    return isOther ? text : null;
  }

  // Words in context

  function matches(list, found) {
    return list.flatMap((token, index) => found.flatMap((one) => {
      const { words, open } = one;
      const last = words.length - 1;
      const fits = words.every((word, nth) => {
        const other = list[index + nth];
        return other && (other.text === word || (open && nth === last && other.text.startsWith(word)));
      });
      if (!fits) return [];
      const { text, end, middle } = list[index + last];
      return [{ one, index, start: token.start, end: text === words[last] ? end : middle || end }];
    }));
  }

  // The runs of tokens of a long text that are shown: about `room` of them where most marks stand together, and
  // some around the first mark of each term that is not among them.
  function runs(list, marks, room) {
    const found = [];
    const seen = new Set();
    const show = (mark, size) => {
      const start = Math.max(0, Math.min(Math.floor(mark.index - size * 0.3), list.length - size));
      found.push([start, start + size]);
      for (const { index, one } of marks) if (index >= start && index < start + size) seen.add(one);
    };
    const together = (mark) => marks.filter(({ index }) => index >= mark.index && index < mark.index + room * 0.7).length;
    show(marks.reduce((a, b) => (together(b) > together(a) ? b : a), marks[0] || { index: 0 }), room);
    for (const mark of marks) if (!seen.has(mark.one)) show(mark, Math.ceil(room / 3));
    found.sort((a, b) => a[0] - b[0]);
    return found.filter(([start, end], nth) => {
      const next = found[nth + 1];
      if (next && next[0] <= end) next.splice(0, 2, start, Math.max(end, next[1]));
      return !next || next[0] !== start;
    });
  }

  // Appends a text with what was looked for marked in it, at most about `most` words of it. Gives the terms
  // that stand in the text.
  function append(element, text, found, most) {
    const list = tokens(text);
    const marks = matches(list, found);
    const isSpaced = list.length > 0 && !list[0].middle;
    const room = isSpaced ? most : 2 * most;
    const shownRuns = list.length > room * 1.5 ? runs(list, marks, room) : [[0, list.length]];
    // Nothing is cut off a word that belongs to it: an article, a mark of punctuation.
    const cut = (at) => {
      const space = text.lastIndexOf(" ", at);
      return isSpaced && at - space < 24 ? space + 1 : at;
    };
    for (const [first, end] of shownRuns) {
      const from = first === 0 ? 0 : cut(list[first].start);
      const to = end < list.length ? cut(list[end].start - 1) : text.length;
      let at = from;
      if (from > 0) element.append(element.hasChildNodes() ? " " : "", "… ");
      for (const mark of marks) {
        if (mark.end <= at || mark.start < from || mark.end > to) continue;
        element.append(text.slice(at, Math.max(mark.start, at)));
        const made = document.createElement("mark");
        made.textContent = text.slice(Math.max(mark.start, at), mark.end);
        element.append(made);
        at = mark.end;
      }
      element.append(text.slice(at, to).trimEnd());
      if (to < text.length && end === shownRuns[shownRuns.length - 1][1]) element.append(" …");
    }
    return new Set(marks.map((mark) => mark.one));
  }

  // The page

  const finder = document.getElementById("_finder");
  if (!finder) return;
  [, folder, rootName] = finder.dataset.index.match(/^(.*\/)(.*)\.js$/);

  const part = (name) => document.getElementById(`_${name}`);
  const form = finder.querySelector("form");
  const facets = { kind: part("kind"), theme: part("theme"), stance: part("stance"), document: part("document") };
  const limit = Number(finder.dataset.limit);
  const said = part("found").dataset;
  let turn = 0;
  let speaking = 0;

  for (const select of Object.values(facets)) {
    for (const option of select.options) option.dataset.label = option.text;
  }

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  function link(href, ...children) {
    const made = element("a", "", ...children);
    made.href = href;
    return made;
  }

  // A number of hits in words.
  const counted = (words, count) => words.replace("{}", count);

  // The place of what is chosen in a facet; −1 for no choice.
  const chosen = (name) => facets[name].selectedIndex - 1;

  function stance(index) {
    const option = facets.stance.options[index + 1];
    const kind = `s-${option.value}`;
    return element("span", `stance ${kind}`, element("span", `sign ${kind}`), element("span", "word", option.dataset.label));
  }

  const STANCES = facets.stance.options.length;
  const NONE = [];

  // Leaves those hits that fit what is chosen, and says for each choice how many it would leave.
  function narrowed(list) {
    const [kind, theme, side] = [chosen("kind"), chosen("theme"), chosen("stance")];
    const id = facets.document.value;
    const counts = { kind: new Map(), theme: new Map(), stance: new Map(), document: new Map() };
    const names = new Map();
    const count = (name, value) => counts[name].set(value, (counts[name].get(value) || 0) + 1);
    const kept = list.filter((hit) => {
      const { group } = hit;
      const fitsKind = kind < 0 || hit.kind === kind;
      const fitsDocument = !id || group.id === id;
      // Most hits of most words take no side.
      const pairs = hit.sides.length ? hit.sides.map((number) => [Math.floor(number / STANCES), number % STANCES]) : NONE;
      const ofTheme = theme < 0 ? pairs : pairs.filter(([own]) => own === theme);
      const ofStance = side < 0 ? pairs : pairs.filter(([, own]) => own === side);
      const fitsSides = (theme < 0 && side < 0) || ofTheme.some((pair) => ofStance.includes(pair));
      if (fitsKind && fitsDocument && pairs !== NONE) {
        for (const own of new Set(ofStance.map((pair) => pair[0]))) count("theme", own);
        for (const own of new Set(ofTheme.map((pair) => pair[1]))) count("stance", own);
      }
      if (fitsDocument && fitsSides) count("kind", hit.kind);
      if (group.id && fitsKind && fitsSides) {
        count("document", group.id);
        names.set(group.id, group.name);
      }
      return fitsKind && fitsDocument && fitsSides;
    });
    for (const name of ["kind", "theme", "stance"]) {
      [...facets[name].options].slice(1).forEach((option, index) => {
        const number = counts[name].get(index) || 0;
        option.text = `${option.dataset.label} (${number})`;
        option.disabled = !number && !option.selected;
      });
    }
    const most = [...counts.document].sort((a, b) => b[1] - a[1]).slice(0, 500);
    if (id && !most.some(([own]) => own === id)) most.unshift([id, counts.document.get(id) || 0]);
    const options = most.map(([own, number]) => new Option(`${names.get(own) || own} (${number})`, own, false, own === id));
    facets.document.replaceChildren(facets.document.options[0], ...options);
    return kept;
  }

  // One hit: what it is, where it leads, its words.
  function item(hit, found) {
    const [address, label, texts, place] = hit.entry;
    const href = address.startsWith("#") ? hit.page + address : address;
    const kind = element("span", "kind", facets.kind.options[hit.kind + 1].dataset.one);
    const what = element("p", "what", kind);
    const name = link(href);
    const title = element("p", "name", name);
    const seen = new Set();
    const see = (terms) => terms.forEach((one) => seen.add(one));
    let rest = texts;
    if (hit.kind === PASSAGE) {
      name.append(`${hit.group.name}, ${label}`);
    } else {
      see(append(name, label, found, Infinity));
    }
    if (hit.kind === DOCUMENT) [name.lang, name.dir] = [hit.lang, hit.dir];
    if (hit.kind === POSITION) {
      what.append(" ", stance(hit.sides[0] % STANCES));
      const holder = element("span", "holder");
      see(append(holder, texts[0], found, Infinity));
      const where = hit.group.name + (place ? `, ${place[1]}` : "");
      title.append(" ", holder, " ", link(place ? `${hit.page}#${place[0]}` : hit.page, where));
      rest = texts.slice(1);
    }
    const made = element("li", "hit", what, title);
    // The first of its words, and more of them only for what has not been seen yet.
    rest.forEach((text, index) => {
      const line = element("p", "words");
      const [words, lang, dir] = typeof text === "string" ? [text] : text;
      if (lang) [line.lang, line.dir] = [lang, dir];
      if (hit.kind === PASSAGE) [line.lang, line.dir] = [hit.lang, hit.dir];
      const marked = append(line, words, found, Number(finder.dataset.words));
      if (index === 0 || [...marked].some((one) => !seen.has(one))) {
        made.append(line);
        see(marked);
      }
    });
    made.dataset.kind = facets.kind.options[hit.kind + 1].value;
    return made;
  }

  // Says it, and reads it out when the reader pauses.
  function say(words) {
    part("found").textContent = words;
    clearTimeout(speaking);
    speaking = setTimeout(() => { part("status").textContent = words; }, 700);
  }

  function remember() {
    const fields = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(fields).toString();
    try {
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    } catch {
      // Some browsers allow it in no folder; then the address stays as it is.
    }
  }

  async function run(count = limit) {
    turn += 1;
    const own = turn;
    const query = form.q.value;
    setTimeout(remember);
    const isEmpty = !terms(query).length;
    part("browse").hidden = !isEmpty;
    if (isEmpty) return show(own, [], null, "", null);
    const found = await looked(query);
    const { list, isWhole } = await hits(found, "every" in finder.dataset);
    const other = list.length && isWhole ? null : await meant(query, found);
    if (own !== turn) return undefined;
    const kept = narrowed(list);
    const items = (await Promise.all(kept.slice(0, count).map(shown))).map((hit) => item(hit, found));
    const words = { 0: said.none, 1: said.one }[kept.length] || said.many;
    return show(own, items, kept, counted(list.length && !isWhole ? said.some : words, kept.length), other);
  }

  function show(own, items, kept, words, other) {
    if (own !== turn) return;
    say(words);
    part("hits").replaceChildren(...items);
    part("head").hidden = !items.length;
    part("browse").hidden = items.length > 0;
    part("facets").hidden = !kept || !(items.length || Object.values(facets).some((select) => select.value));
    part("meant").hidden = !other;
    if (other) {
      const way = part("meant").querySelector("a");
      way.textContent = other;
      way.href = `?${new URLSearchParams({ q: other })}`;
    }
    const rest = kept ? kept.length - items.length : 0;
    part("more").hidden = rest <= 0;
    part("more").textContent = counted(part("more").dataset.words, Math.min(rest, limit));
    finder.dataset.turn = own;
  }

  function start(count) {
    const own = turn + 1;
    return run(count).catch(() => own === turn && show(own, [], null, said.failed, null));
  }

  // A reader who is about to type needs the words, wherever there is but one file of them. Browsers make
  // ready for patterns when they are first used.
  form.addEventListener("focusin", async () => {
    terms(document.title).forEach(parts);
    const { words, tables } = await root();
    if (words.length === 1) await Promise.all([shard(words[0]), ...tables.slice(0, 1).map(table)]);
  });
  form.addEventListener("input", () => start());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start();
  });
  part("meant").addEventListener("click", (event) => {
    if (event.target.tagName !== "A" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    form.q.value = event.target.textContent;
    form.q.focus();
    start();
  });
  part("more").addEventListener("click", async () => {
    const before = part("hits").children.length;
    await start(before + limit);
    const next = part("hits").children[before];
    if (next) next.querySelector("a").focus();
  });

  // What the address asks for.
  const wanted = new URLSearchParams(location.search);
  form.q.value = wanted.get("q") || "";
  for (const [name, select] of Object.entries(facets)) {
    const value = wanted.get(name) || "";
    if (name === "document" && value) select.append(new Option(value, value));
    select.value = value;
    if (select.selectedIndex < 0) select.value = "";
  }
  if (form.q.value) start(); else root().catch(() => {});
})();
