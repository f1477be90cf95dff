// Reloads the page, where it is, when the preview has another version than the one it shows.
(() => {
  const version = document.currentScript.dataset.version;
  const KEY = "policy-digest-place";
  const here = location.pathname + location.search;

  // What can be opened is known by its id, else by its heading, counted among those of the same name.
  const folds = () => {
    const counts = new Map();
    return [...document.querySelectorAll("details")].map((details) => {
      const name = details.id || details.querySelector("summary")?.textContent || "";
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      return [`${count} ${name}`, details];
    });
  };

  // What the reader looks at: the last thing with an id that begins above the middle of the window.
  const mark = () => {
    let last = null;
    for (const element of document.querySelectorAll("[id]")) {
      const { top, width, height } = element.getBoundingClientRect();
      if (top > innerHeight / 2) continue;
      if (width && height && (!last || top >= last.top)) last = { id: element.id, top };
    }
    return last;
  };

  const reload = () => {
    const open = Object.fromEntries(folds().map(([name, details]) => [name, details.open]));
    const place = { here, x: scrollX, y: scrollY, mark: mark(), open };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(place));
    } catch {
      // Then the browser alone remembers where the page was.
    }
    location.reload();
  };

  const restore = () => {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch {
      return;
    }
    if (place?.here !== here) return;
    for (const [name, details] of folds()) {
      if (name in place.open) details.open = place.open[name];
    }
    const scroll = () => {
      const element = place.mark && place.y > 0 && document.getElementById(place.mark.id);
      const by = element ? element.getBoundingClientRect().top - place.mark.top : place.y - scrollY;
      scrollTo({ left: place.x, top: Math.max(scrollY + by, 0), behavior: "instant" });
    };
    scroll();
    // Whatever the browser itself scrolls to, it does until then.
    if (document.readyState !== "complete") addEventListener("load", () => setTimeout(scroll), { once: true });
  };

  let source = null;
  const leave = () => {
    source?.close();
    source = null;
  };
  const follow = () => {
    // Browsers allow few connections to one server, so only pages that are seen hold one.
    if (source || document.hidden) return;
    source = new EventSource("/.serve/events");
    source.onmessage = ({ data }) => {
      if (data === version) return;
      leave();
      reload();
    };
    source.onerror = () => {
      // Most browsers ask again by themselves while the server is away; some give up.
      if (source?.readyState !== EventSource.CLOSED) return;
      leave();
      setTimeout(follow, 1000);
    };
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : follow()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", follow);
  restore();
  follow();
})();
