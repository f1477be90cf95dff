// Reloads the page, where it is, when the preview has another version than the one it shows.
(() => {
  const version = document.currentScript.dataset.version;
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
      location.reload();
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
  follow();
})();
