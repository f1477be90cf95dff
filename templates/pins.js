/* Rows that a reader pins, kept in this browser: QUESTION.DOCUMENT or QUESTION.DOCUMENT.DOCUMENT. */
"use strict";

globalThis.policyDigest ??= {};

{
  const ROW = /^[a-z0-9-]+(\.[a-z0-9-]+){1,2}$/;
  const template = document.getElementById("_pin");
  /* Digests on one host share its storage, so each has a place of its own. */
  const place = "policy-digest pinned " + new URL("..", document.currentScript.src).pathname;
  /* What is kept when the browser keeps nothing, or not for files. */
  let here = "[]";

  /* Where a place for a button does not say what row it is in, it is one of a question's page. */
  const rowOf = (pin) => pin.dataset.row ?? pin.closest("[data-question]").dataset.question + "." + pin.closest(".row").id;
  const nameOf = (pin) => pin.dataset.name ?? pin.closest(".row").querySelector("h2").textContent;

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
    /* The address of a page of rows, which is all that is needed to send them. */
    query: (rows) => (rows.length ? "?" + rows.map((row) => "row=" + row).join("&") : ""),
    /* Puts a button where each row has a place for it, and brings it up to date. */
    show() {
      const rows = pins.read();
      for (const pin of document.querySelectorAll(".pin:not([data-row=''])")) {
        if (!pin.firstElementChild) pin.append(template.content.cloneNode(true));
        const [button, link] = pin.children;
        const pinned = rows.includes(rowOf(pin));
        button.ariaLabel = `${button.textContent}: ${nameOf(pin)}`;
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
    const pin = event.target.closest?.(".pin button")?.parentElement;
    if (!pin) return;
    const row = rowOf(pin);
    const rows = pins.read();
    pins.write(rows.includes(row) ? rows.filter((other) => other !== row) : [...rows, row]);
  });
  /* Another page of the site, or this one when it comes back, may have pinned others. */
  addEventListener("storage", () => pins.show());
  addEventListener("pageshow", () => pins.show());
  for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
  pins.show();
}
