/* Rows that a reader pins, kept in this browser: QUESTION.DOCUMENT or QUESTION.DOCUMENT.DOCUMENT. */
"use strict";

globalThis.policyDigest ??= {};

{
  const ROW = /^[a-z0-9-]+(\.[a-z0-9-]+){1,2}$/;
  const template = document.getElementById("_pin");
  /* Digests on one host share its storage. */
  const place = "policy-digest pinned " + new URL("..", document.currentScript.src).pathname;
  /* What is kept when the browser keeps nothing, or not for files. */
  let here = "[]";

  const valid = (rows) => [...new Set(rows.filter((row) => ROW.test(row)))];

  const pins = {
    valid,
    read() {
      try {
        here = localStorage.getItem(place) ?? here;
      } catch { /* Storage is switched off. */ }
      try {
        return valid(JSON.parse(here));
      } catch {
        return [];
      }
    },
    write(rows) {
      here = JSON.stringify(rows);
      try {
        localStorage.setItem(place, here);
      } catch { /* Then they are kept as long as the page. */ }
      pins.show();
    },
    /* What is needed to send rows to somebody. */
    query: (rows) => (rows.length ? "?" + rows.map((row) => "row=" + row).join("&") : ""),
    /* Puts a button at each row, and brings it up to date. */
    show() {
      const rows = pins.read();
      for (const pin of document.querySelectorAll(".pin[data-row], .row .pin")) {
        if (!pin.firstElementChild) {
          const row = pin.closest(".row");
          if (row) Object.assign(pin.dataset, { row: `${row.parentElement.dataset.question}.${row.id}`, name: row.querySelector("h2").textContent });
          pin.append(template.content.cloneNode(true));
        }
        const [button, link] = pin.children;
        const pinned = rows.includes(pin.dataset.row);
        button.ariaLabel = `${button.textContent}: ${pin.dataset.name}`;
        pin.hidden = false;
        button.setAttribute("aria-pressed", pinned);
        link.hidden = !pinned;
        link.href = link.href.split("?")[0] + pins.query(rows);
        link.querySelector(".number").textContent = rows.length;
      }
    },
  };
  policyDigest.pins = pins;

  document.addEventListener("click", (event) => {
    const row = event.target.closest?.(".pin button")?.parentElement.dataset.row;
    if (!row) return;
    const rows = pins.read();
    pins.write(rows.includes(row) ? rows.filter((other) => other !== row) : [...rows, row]);
  });
  /* Another page may have pinned others. */
  addEventListener("storage", () => pins.show());
  addEventListener("pageshow", () => pins.show());
  for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
  pins.show();
}
