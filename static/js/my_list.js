// My list: numbers of offers, kept on this device alone. Buttons on the page of an offer, and the page that shows the
// list: it asks the server for those numbers and shows the answer. Where the device keeps nothing, all stays hidden.

const KEY = "meedoen-list";
const MOST = 50; // as many as the server takes

// The numbers on the list, newest first; nothing that is no number comes through, whoever wrote it there.
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((id) => Number.isInteger(id) && id > 0 && id < 2 ** 31).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

const write = (ids) => localStorage.setItem(KEY, JSON.stringify(ids));
const remove = (id) => write(kept().filter((other) => other !== id));

function deviceKeeps() {
  try {
    write(kept());
    return true;
  } catch {
    return false;
  }
}

function offerButton(box) {
  const id = Number(box.dataset.keep);
  const [on, off, way, said] = ["[data-keep-on]", "[data-keep-off]", "[data-keep-way]", "[role=status]"].map((part) => box.querySelector(part));

  function show() {
    const is = kept().includes(id);
    on.hidden = is;
    off.hidden = !is;
    way.hidden = !is;
  }
  on.addEventListener("click", () => {
    if (kept().length >= MOST) {
      said.textContent = box.dataset.full;
      return;
    }
    write([id, ...kept().filter((other) => other !== id)]);
    show();
    off.focus();
    said.textContent = box.dataset.kept;
  });
  off.addEventListener("click", () => {
    remove(id);
    show();
    on.focus();
    said.textContent = box.dataset.removed;
  });
  addEventListener("storage", show);
  box.hidden = false;
  show();
}

async function listPage(box) {
  const part = (name) => box.querySelector(`[data-my-list-${name}]`);
  const said = box.querySelector("[role=status]");
  const ids = kept();

  function show(name) {
    for (const one of ["empty", "full", "failed"]) part(one).hidden = one !== name;
    document.querySelector("[data-my-list-more]").hidden = name !== "full";
  }
  part("without").hidden = true;
  if (!ids.length) return show("empty");
  try {
    const answer = await fetch(box.dataset.address.replace("NUMBERS", ids.join(".")));
    // Nothing of it is known here, as after a move of the product: there is nothing to show.
    if (answer.status === 404) return show("empty");
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    part("full").replaceChildren(document.importNode(page.querySelector("[data-list]"), true));
  } catch {
    return show("failed");
  }
  for (const item of box.querySelectorAll("[data-kept]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet", textContent: box.dataset.remove });
    const title = item.querySelector("h2");
    title.id ||= `op-lijst-${item.dataset.kept}`;
    button.setAttribute("aria-describedby", title.id);
    button.addEventListener("click", async () => {
      remove(Number(item.dataset.kept));
      await listPage(box);
      said.textContent = box.dataset.removed;
      document.querySelector("main").focus();
    });
    item.append(button);
  }
  show("full");
}

if (deviceKeeps()) {
  document.querySelectorAll("[data-keep]").forEach(offerButton);
  document.querySelectorAll("[data-my-list]").forEach(listPage);
}
