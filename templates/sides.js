/* Loads what documents say on each question, and lays it side by side. The data are scripts, since
   nothing can be fetched from a folder on disk. */
"use strict";

globalThis.policyDigest ??= {};

{
  const rows = document.getElementById("_rows");
  const documents = new Map();
  const loading = new Map();

  /* Called by the data of a document: markup that the site's own templates have made. */
  policyDigest.sides = (id, markup) => {
    documents.set(id, new DOMParser().parseFromString(markup, "text/html"));
  };

  /* Loads a document; tells whether there is one. */
  policyDigest.load = (id) => {
    /* Ids of records look like this; anything else in an address is not asked for. */
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return Promise.resolve(false);
    if (!loading.has(id)) {
      loading.set(id, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = rows.dataset.sides.replace("*", id);
        script.onload = () => resolve(documents.has(id));
        script.onerror = () => {
          loading.delete(id);
          resolve(false);
        };
        document.head.append(script);
      }));
    }
    return loading.get(id);
  };

  /* One document on one question: its stance and its markup; nothing if either is unknown. */
  policyDigest.side = (id, question, firstHand) => {
    const known = documents.get(id);
    const of = (name) => known?.querySelectorAll(`[data-question="${CSS.escape(name)}"]`) ?? [];
    let found = of(question);
    /* What is not coded may stand there once for all such questions. */
    if (!found.length && policyDigest.rows.some((row) => row.id === question)) found = of("");
    if (!found.length) return null;
    const side = found[firstHand ? found.length - 1 : 0];
    return { stance: side.dataset.stance, element: side.firstElementChild.cloneNode(true) };
  };

  /* Every question's row, in the digest's order. */
  policyDigest.rows = [...rows.content.querySelectorAll("article")];

  /* A copy of a question's row with sides in it. */
  policyDigest.row = (row, sides) => {
    const copy = row.cloneNode(true);
    copy.querySelector(".sides").append(...sides.map((side) => side.element));
    return copy;
  };
}
