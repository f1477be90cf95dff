/* The rows that the address names, in its order; without any, those that this browser keeps. */
"use strict";

{
  const { load, side, row, rows: questions, pins } = policyDigest;
  const element = (id) => document.getElementById(id);
  const [list, ways, keep, status] = ["_pinned", "_ways", "_keep", "_status"].map(element);
  const controls = element("_controls").content.firstElementChild;

  const chosen = () => pins.valid(new URLSearchParams(location.search).getAll("row"));
  const areKept = (rows) => rows.join() === pins.read().join();
  const counted = (rows) => (rows.length === 1 ? "1 row" : `${rows.length} rows`);

  const set = (rows, message) => {
    try {
      history.pushState(null, "", location.pathname + pins.query(rows));
    } catch {
      location.search = pins.query(rows);
    }
    return show(message);
  };

  /* Changes the rows of the address, and with them those that are kept, if they are the same. */
  const change = (rows, message) => {
    if (areKept(chosen())) pins.write(rows);
    return set(rows, message);
  };

  const article = (name, index, rows) => {
    const [id, ...documents] = name.split(".");
    const question = questions.find((row) => row.dataset.question === id);
    const sides = documents.map((document) => side(document, id, false)).filter(Boolean);
    const made = question ? row(question, sides) : document.createElement("article");
    if (sides.length < documents.length) {
      made.append(`Part of this row is not in the digest: ${name}.`);
    }
    const own = controls.cloneNode(true);
    for (const button of own.children) {
      button.ariaLabel = `${button.textContent}: ${made.dataset.short ?? name}`;
      const place = index + Number(button.dataset.move);
      button.disabled = place < 0 || place >= rows.length;
      button.addEventListener("click", () => move(rows, index, Number(button.dataset.move)));
    }
    /* The same position may stand here twice: it has an address on other pages. */
    for (const link of made.querySelectorAll(".permalink")) link.remove();
    for (const named of [made, ...made.querySelectorAll("[id]")]) named.removeAttribute("id");
    const pin = made.querySelector(".pin");
    if (pin) pin.replaceWith(own);
    else made.append(own);
    return made;
  };

  const move = async (rows, index, by) => {
    const others = rows.toSpliced(index, 1);
    const place = index + by;
    if (by) await change(others.toSpliced(place, 0, rows[index]), `Moved to place ${place + 1} of ${rows.length}.`);
    else await change(others, `Removed. ${counted(others)} left.`);
    /* The focus goes with the row, or to the one that has taken its place. */
    const article = list.children[by ? place : Math.min(index, others.length - 1)];
    const buttons = article?.querySelectorAll(`[data-move="${by}"]:enabled, [data-move="0"]`);
    ([...(buttons ?? [])].find((button) => button.dataset.move === String(by)) ?? buttons?.[0] ?? element("_main")).focus();
  };

  const show = async (message) => {
    const rows = chosen();
    await Promise.all(rows.flatMap((name) => name.split(".").slice(1)).map(load));
    list.replaceChildren(...rows.map(article));
    ways.hidden = !rows.length;
    keep.hidden = areKept(rows);
    const note = rows.length ? `${counted(rows)}${keep.hidden ? "" : ", not kept in this browser"}.` : "No row is pinned yet.";
    status.textContent = message ?? note;
  };

  keep.addEventListener("click", () => {
    const rows = pins.valid([...pins.read(), ...chosen()]);
    pins.write(rows);
    set(rows);
  });
  element("_clear").addEventListener("click", () => change([], "All rows are removed; going back brings them back."));
  addEventListener("popstate", () => show());

  if (!chosen().length && pins.read().length) {
    try {
      history.replaceState(null, "", location.pathname + pins.query(pins.read()));
    } catch {
      location.search = pins.query(pins.read());
    }
  }
  show();
}
