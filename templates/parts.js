/* Addresses that were kept before a page was divided, or before it grew, lead to the part that has their
   place now. */
"use strict";

{
  const parts = document.querySelector(".parts");
  const first = location.pathname.replace(/(--[0-9]+)?\.html$/, "");
  const path = (index) => `${first}${index ? `--${index + 1}` : ""}.html`;

  /* The part that has an id, by the first id of each or by all ids; -1 if none has. */
  const partOf = (id) => {
    const ids = parts.dataset.moved.split("|");
    if (!("inOrder" in parts.dataset)) return ids.findIndex((own) => own.split(" ").includes(id));
    return ids.findLastIndex((from) => from <= id);
  };

  const follow = () => {
    const place = location.hash.slice(1);
    const [id] = place.split("--");
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || document.getElementById(place)) return;
    /* Only the first part knows of all. */
    const index = "moved" in parts.dataset ? partOf(id) : 0;
    if (index >= 0 && path(index) !== location.pathname) location.replace(path(index) + location.search + location.hash);
  };

  /* Filters go along from part to part. */
  for (const link of document.querySelectorAll(".parts a, .turning a")) {
    link.addEventListener("click", () => { link.search = location.search; });
  }
  addEventListener("hashchange", follow);
  follow();
}
