/* Two documents of the reader's choice, with filters. The choice is in the address. */
"use strict";

{
  const { load, side, row, rows, relation, likeness, twoDigits, pins } = policyDigest;
  const form = document.getElementById("_choice");
  const result = document.getElementById("_result");
  const status = document.getElementById("_status");
  const pairs = document.getElementById("_pairs");
  const template = document.getElementById("_comparison");
  const title = document.title;
  const control = (name) => form.elements.namedItem(name);
  /* Where there are too many documents for a menu, they are found by typing: choose.js. */
  const { typing } = policyDigest;
  const isTyped = (control) => typing?.isTyped(control) ?? false;
  const idOf = (control) => (isTyped(control) ? control.dataset.id ?? "" : control.value);
  const name = (control) => (isTyped(control) ? typing.nameOf(idOf(control)) : control.selectedOptions[0].textContent);
  /* Counts what is shown, so that a document that loads late does not replace a later choice. */
  let latest = 0;
  /* What of the address is shown. */
  let address;

  /* The choice as an address, with another relation if one is given. */
  const query = (relation = control("relation").value) => {
    const chosen = new URLSearchParams();
    for (const control of form.elements) {
      const { name, type, checked } = control;
      const wanted = name === "relation" ? relation : type === "checkbox" && !checked ? "" : idOf(control);
      if (name && wanted) chosen.set(name, wanted);
    }
    return chosen + "" && "?" + chosen;
  };

  /* Sets the controls as the address says; tells what in it is unknown. */
  const read = () => {
    const wished = new URLSearchParams(location.search);
    const unknown = [];
    for (const control of form.elements) {
      if (!control.name) continue;
      const wanted = wished.get(control.name) ?? "";
      if (control.type === "checkbox") {
        control.checked = wanted === control.value;
      } else if (isTyped(control)) {
        control.dataset.id = wanted;
        control.value = wanted;
      } else {
        control.value = wanted;
        if (control.selectedIndex < 0) {
          control.value = "";
          unknown.push(wanted);
        }
      }
    }
    return unknown;
  };

  const go = () => {
    if (!control("first-hand").checked && control("relation").value === "no-first-hand") {
      control("relation").value = "";
    }
    try {
      history.pushState(null, "", location.pathname + query());
      show();
    } catch {
      location.search = query();
    }
  };

  const empty = (message) => {
    result.replaceChildren();
    pairs.hidden = false;
    status.textContent = message;
    document.title = title;
  };

  const show = async (unknown = []) => {
    const turn = ++latest;
    const [a, b] = [control("a"), control("b")];
    const firstHand = control("first-hand").checked;
    control("relation").querySelector("[value=no-first-hand]").disabled = !firstHand;
    address = location.search;
    if (unknown.length) return empty(`This digest has no ${unknown.join(", ")}.`);
    const [one, other] = [idOf(a), idOf(b)];
    if (one && one === other) return empty("Choose two different documents.");
    const loaded = await Promise.all([one, other].map((id) => id && load(id)));
    if (turn !== latest) return;
    for (const control of [a, b]) {
      if (isTyped(control) && idOf(control)) control.value = name(control);
    }
    const missing = [a, b].filter((_, index) => loaded[index] === false);
    if (missing.length) return empty(`${missing.map(name).join(" and ")} could not be loaded.`);
    if (!one || !other) return empty("");
    fill(a, b, firstHand);
  };

  /* All pairs have a page up to the last one, in the order of their ids. */
  const hasPage = ([a, b]) => {
    const [last, beside] = (pairs.dataset.last ?? "").split("--");
    return a < last || (a === last && b <= beside);
  };

  const fill = (a, b, firstHand) => {
    const theme = control("theme")?.value;
    const wanted = control("relation").value;
    const content = template.content.cloneNode(true);
    const find = (selector) => content.querySelector(selector);
    const themed = rows.filter((row) => !theme || row.dataset.theme === theme);
    const stances = [];
    let shown = 0;
    for (const question of themed) {
      const id = question.dataset.question;
      const sides = [a, b].map((control) => side(idOf(control), id, firstHand));
      if (sides.includes(null)) continue;
      stances.push(sides.map((side) => side.stance));
      const kind = relation(...stances.at(-1));
      if (wanted && kind !== wanted) continue;
      const article = row(question, sides);
      article.querySelector("[data-row]").dataset.row = `${id}.${idOf(a)}.${idOf(b)}`;
      find(`[data-relation=${kind}]`).append(article);
      shown += 1;
    }
    summarize(find, likeness(stances), themed.length);
    for (const section of content.querySelectorAll("[data-relation]")) {
      const count = section.querySelectorAll("article").length;
      section.querySelector(".number").textContent = count;
      if (!count) section.remove();
    }
    const heading = `${name(a)} and ${name(b)}`;
    find("h2").textContent = heading;
    const questions = theme ? `the questions on ${name(control("theme"))}` : "all questions";
    find("[data-counted]").textContent = `${questions}, ${firstHand ? "first-hand" : "all"} positions`;
    const pair = [idOf(a), idOf(b)].sort();
    if (hasPage(pair)) find("[data-page]").href = `compare/${pair.join("--")}.html`;
    else find("[data-page]").remove();
    result.replaceChildren(content);
    pairs.hidden = true;
    document.title = `${heading} – ${title}`;
    /* With what has been chosen, for those who do not see the heading change. */
    const announced = document.createElement("span");
    announced.className = "hidden";
    announced.textContent = `${heading}: `;
    status.replaceChildren(announced, `${shown < rows.length ? `${shown} of ${rows.length}` : `All ${shown}`} questions are shown.`);
    pins.show();
  };

  const summarize = (find, likeness, total) => {
    let x = 0;
    for (const { value } of control("relation").options) {
      if (!value) continue;
      const count = likeness.counts[value] ?? 0;
      const [bar, item] = [find(`rect.r-${value}`), find(`li.r-${value}`)];
      if (!count) {
        bar.remove();
        item.remove();
        continue;
      }
      const width = count * 1000 / total;
      bar.setAttribute("x", x);
      bar.setAttribute("width", width);
      x += width;
      item.querySelector(".number").textContent = count;
      item.firstElementChild.href = query(value);
      if (value === control("relation").value) item.firstElementChild.setAttribute("aria-current", "true");
    }
    const { n, score, bounds } = likeness;
    const told = find(score === undefined ? "[data-no-score]" : "[data-score]");
    const figures = score === undefined ? [n] : [twoDigits(score), n, ...bounds.map(twoDigits)];
    told.querySelectorAll("span").forEach((span, index) => { span.textContent = figures[index]; });
    find(score === undefined ? "[data-score]" : "[data-no-score]").remove();
  };

  form.addEventListener("change", ({ target }) => {
    const wrong = isTyped(target) ? typing.take(target) : "";
    if (wrong) empty(wrong);
    else go();
  });
  document.getElementById("_swap").addEventListener("click", () => {
    const [a, b] = [control("a"), control("b")];
    [a.value, b.value] = [b.value, a.value];
    if (typing) [a.dataset.id, b.dataset.id] = [idOf(b), idOf(a)];
    go();
  });
  addEventListener("popstate", () => {
    if (location.search !== address) show(read());
  });
  form.hidden = false;
  show(read()).then(() => {
    /* What the fragment names is there only now. */
    if (location.hash) location.replace(location.hash);
  });
}
