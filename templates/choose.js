/* Choosing among more documents than a menu can hold: by typing a part of their names. */
"use strict";

globalThis.policyDigest ??= {};

{
  const form = document.getElementById("_choice");
  const list = document.getElementById("_documents");
  const isTyped = (control) => control.list === list;

  /* What can be typed: names, with their ids where others have the same; and what else they are found by. */
  const known = new Map();
  const sought = [];
  let asked = false;

  /* Called by the list of documents. */
  policyDigest.documents = (all) => {
    const shorts = new Map();
    for (const [, short] of all) shorts.set(short, (shorts.get(short) ?? 0) + 1);
    for (const [id, short, title] of all) {
      const label = shorts.get(short) > 1 ? `${short} (${id})` : short;
      known.set(label.toLowerCase(), id);
      sought.push({ id, label, title, words: `${label} ${id} ${title}`.toLowerCase() });
    }
    if (isTyped(document.activeElement)) offer(document.activeElement);
  };

  /* Lists the documents once somebody wants to choose one. */
  const ask = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = list.dataset.choices;
    script.onerror = () => {
      asked = false;
      document.getElementById("_status").textContent = "The list of documents could not be loaded.";
    };
    document.head.append(script);
  };

  /* The documents of which all words are found, those first whose name begins with them. */
  const found = (text) => {
    const typed = text.trim().toLowerCase();
    const all = sought.filter((it) => typed.split(/\s+/).every((word) => it.words.includes(word)));
    const begins = (it) => it.words.startsWith(typed);
    return [...all.filter(begins), ...all.filter((it) => !begins(it))];
  };

  /* A browser shows a few at once; more would make it slow. */
  const offer = (control) => {
    const options = found(control.value).slice(0, 50).map(({ label, title }) => {
      const option = new Option(title === label ? "" : title);
      option.value = label;
      return option;
    });
    list.replaceChildren(...options);
  };

  /* Takes what has been typed for a document, if there is one; tells what is wrong otherwise. */
  const take = (control) => {
    const text = control.value.trim();
    const matches = found(text);
    const id = known.get(text.toLowerCase()) ?? sought.find((it) => it.id === text)?.id;
    const only = matches.length === 1 ? matches[0].id : "";
    control.dataset.id = text && (id ?? only);
    if (!text || control.dataset.id) return "";
    return matches.length ? `${matches.length} documents match “${text}”: choose one.` : `No document matches “${text}”.`;
  };

  form.addEventListener("focusin", ({ target }) => {
    if (!isTyped(target)) return;
    ask();
    offer(target);
  });
  form.addEventListener("input", ({ target }) => {
    if (isTyped(target)) offer(target);
  });

  /* What a document that has been loaded is called; its id otherwise. */
  const nameOf = (id) => {
    for (const row of policyDigest.rows) {
      const found = policyDigest.side(id, row.id, false);
      if (found) return found.element.querySelector(".who a").textContent;
    }
    return id;
  };

  policyDigest.typing = { isTyped, take, nameOf };
}
