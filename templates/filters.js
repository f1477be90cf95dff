/* Filters work by style alone; this keeps them in the address, so that what is shown can be sent, and
   counts it. */
"use strict";

{
  const form = document.querySelector(".filters");
  const status = form?.querySelector("[role=status]");
  const controls = [...(form?.elements ?? [])].filter((control) => control.name);

  const count = () => {
    const all = [...document.querySelectorAll(status.dataset.shown)];
    const shown = all.filter((element) => element.getClientRects().length).length;
    status.textContent = shown < all.length ? `${shown} of ${all.length} ${status.dataset.noun} are shown.` : "";
  };

  const read = () => {
    const address = new URLSearchParams(location.search);
    for (const control of controls) {
      const wanted = address.get(control.name) ?? "";
      if (control.type === "checkbox") control.checked = wanted === control.value;
      else control.value = [...control.options].some(({ value }) => value === wanted) ? wanted : "";
    }
    count();
  };

  const write = () => {
    const address = new URLSearchParams(location.search);
    for (const control of controls) {
      const isSet = control.type === "checkbox" ? control.checked : control.value;
      if (isSet) address.set(control.name, control.value);
      else address.delete(control.name);
    }
    const query = String(address);
    try {
      history.replaceState(null, "", location.pathname + (query && "?" + query) + location.hash);
    } catch { /* Then the filters are not in the address. */ }
    count();
  };

  if (form) {
    form.addEventListener("change", write);
    /* Browsers put back what was chosen before; the address goes before it. */
    addEventListener("pageshow", read);
    read();
  }
}
