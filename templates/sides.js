/* Loads what documents say on each question, and lays it side by side. The data are scripts, since
   nothing can be fetched from a folder on disk. */
"use strict";

globalThis.policyDigest ??= {};

{
  const rows = document.getElementById("_rows");
  const documents = new Map();
  const loading = new Map();

  const signs = new Map();
  for (const sign of document.getElementById("_stances").content.children) signs.set(sign.className, sign.outerHTML);

  /* Called by the data of a document: its name, and of each question one or two sides. What summaries and passages
     have of markup has been made by the program. */
  policyDigest.sides = ({ sides, ...document }) => {
    documents.set(document.id, { document, sides: new Map(Object.entries(sides)) });
  };

  const escaped = (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt()};`);
  const sign = (stance) => signs.get(`stance s-${stance}`);

  /* The markup of compiled/side.html once more. A test holds the two to each other. */
  const claim = (document, question, { key, name, reported, summary }) => {
    const id = `${question}--${document.id}--${key}`;
    const how = reported && `${sign(reported.stance)} <a href="${reported.href}">${escaped(name)}</a> <span class="reported">(${escaped(reported.how)})</span>: `;
    const label = escaped(`Link to this position: ${document.short}, ${name}`);
    return `<p class="summary" id="${id}">${how ?? ""}${summary} <a class="permalink" href="#${id}" aria-label="${label}">#</a></p>`;
  };

  const quote = (document, { id, name, holders, html }) => {
    const href = `documents/${document.id}.html#${id}`;
    const whose = holders ? ` <span class="ours">${escaped(holders.join(", "))}</span>` : "";
    const dir = document.dir ? ` dir="${document.dir}"` : "";
    return `<figure class="quote">
<blockquote cite="${href}" lang="${document.lang}"${dir}><p>${html}</p></blockquote>
<figcaption><a class="place" href="${href}"><cite>${escaped(document.short)}</cite>, ${name}</a>${whose}</figcaption>
</figure>`;
  };

  const silence = ({ note, seen }) => {
    const words = seen ? ` <span class="ours">Words seen, in another sense: ${escaped(seen.join(", "))}.</span>` : "";
    return `<p class="silence">Looked for and not found, on record.${note ? ` ${note}` : ""}${words}</p>`;
  };

  const markup = (document, question, side) => {
    const reported = side.reported ? ` <span class="reported">${escaped(side.reported)}</span>` : "";
    return [
      `<div class="side s-${side.stance}">`,
      `<p class="who"><a href="${side.href}">${escaped(document.short)}</a> ${sign(side.stance)}${reported}</p>`,
      ...(side.claims ?? []).map((it) => claim(document, question, it)),
      ...(side.passages ?? []).map((it) => quote(document, it)),
      side.silence ? silence(side.silence) : "",
      side.stance === "not-coded" ? '<p class="silence">Nobody has looked for this in the document yet.</p>' : "",
      "</div>",
    ].join("\n");
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
    if (!policyDigest.rows.some((row) => row.id === question)) return null;
    const { document, sides } = documents.get(id) ?? {};
    /* What is not coded may stand there once for all such questions. */
    const side = (sides?.get(question) ?? sides?.get(""))?.at(firstHand ? -1 : 0);
    if (!side) return null;
    const made = new DOMParser().parseFromString(markup(document, question, side), "text/html");
    return { stance: side.stance, element: made.body.firstElementChild };
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
