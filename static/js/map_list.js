// Keeps the list beside the map the same as the map, shows on the map what has the focus in the list, and opens what was
// tapped on the map. Without this file the list is that of the page.

const LINES = 20; // at a time

document.querySelectorAll("[data-map]").forEach((root) => {
  const [list, more, count, pages] = ["list", "more", "count", "pages"].map((part) => document.querySelector(`[data-map-${part}]`));
  const panel = root.querySelector(".map-panel");
  const light = (id) => root.dispatchEvent(new CustomEvent("light", { detail: id }));
  const under = (event) => Number(event.target.closest("[data-offer]")?.dataset.offer) || null;

  function lineOf(offer) {
    const line = document.querySelector(`[data-map-line=${offer.type}]`).content.firstElementChild.cloneNode(true);
    const link = line.querySelector("a");
    const { carried } = root.dataset;
    link.href = carried ? `${offer.url}?waar=${encodeURIComponent(carried)}` : offer.url;
    link.querySelector("bdi").textContent = offer.title;
    line.querySelector(".offer-line-text").textContent = offer.line;
    line.dataset.offer = offer.id;
    return line;
  }

  function show(offers, most) {
    list.replaceChildren(...offers.slice(0, most).map(lineOf));
    more.hidden = offers.length <= most;
    more.onclick = () => {
      show(offers, most + LINES);
      list.children[most].querySelector("a").focus();
    };
  }

  function open(members) {
    const had = panel.contains(document.activeElement);
    panel.hidden = !members.length;
    panel.querySelector("ul").replaceChildren(...members.map(lineOf));
    light(members[0]?.id ?? null);
    if (had && panel.hidden) root.querySelector(".map-view").focus();
  }

  root.addEventListener("look", ({ detail: { shown, offers } }) => {
    pages.hidden = true;
    count.textContent = root.dataset.count.replace("{seen}", shown.length).replace("{all}", offers.length);
    // The same lines stay: whoever reads or stands in the list is not disturbed.
    const ids = shown.map(({ id }) => id).join();
    if (list.dataset.shown !== ids) show(shown, LINES);
    list.dataset.shown = ids;
  });
  root.addEventListener("choose", ({ detail }) => open(detail));
  panel.querySelector("button").addEventListener("click", () => open([]));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && open([]));
  for (const kind of ["focusin", "pointerover"]) list.addEventListener(kind, (event) => light(under(event)));
  for (const kind of ["focusout", "pointerleave"]) list.addEventListener(kind, () => light(null));
});
