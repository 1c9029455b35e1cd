// Completes what is typed in the search: words and organisations, or places. An ARIA combobox with a list to pick
// from by keyboard or finger; without this file the boxes are plain boxes.

const PAUSE = 150; // milliseconds without a key before anything is asked
const LEAST = 2; // signs before anything is asked
const MOST = 5; // of each kind

// The API speaks of Dutch pages; this page stands in its own language.
const { lang } = document.documentElement;
const OURS = lang === "nl" ? "" : `/${lang}`;

const readers = {
  words: (told, box) => [
    ...told.words.map((word) => ({ label: word, value: word })),
    ...told.organisations
      .slice(0, 3)
      .map(({ name, url }) => ({ label: name, note: box.dataset.organisation, page: OURS + new URL(url).pathname })),
  ],
  places: (told) => told.places.map(({ label, query }) => ({ label, value: query })),
};

class Completion {
  constructor(box) {
    this.box = box;
    this.options = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.className = "completion";
    this.list.id = `${box.id}-completion`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.labels[0].textContent.trim());
    this.said = document.createElement("span");
    this.said.className = "hidden-visually";
    this.said.setAttribute("role", "status");
    box.after(this.list, this.said);
    const is = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    Object.entries(is).forEach(([name, value]) => box.setAttribute(name, value));
    box.addEventListener("input", () => this.wait());
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("blur", () => this.close());
    // A press in the list keeps the focus in the box, so that the list is still there to be pressed.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose([...this.list.children].indexOf(item));
    });
  }

  wait() {
    this.forget();
    if (this.box.value.trim().length < LEAST) this.close();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  // What was asked before no longer matters: its answer must not overtake that of a later key.
  forget() {
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  async ask() {
    const typed = this.box.value.trim();
    const question = new URLSearchParams({ q: typed.slice(0, 100), limit: MOST });
    this.asked = new AbortController();
    try {
      const answer = await fetch(`/api/v1/suggest?${question}`, { signal: this.asked.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = readers[this.box.dataset.complete](await answer.json(), this.box);
      const typedAlready = (option) => !option.page && option.label.toLowerCase() === typed.toLowerCase();
      this.show(found.filter((option) => !typedAlready(option)));
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(options) {
    if (!options.length || document.activeElement !== this.box) return this.close();
    this.options = options;
    this.active = -1;
    this.box.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...options.map((option, at) => this.item(option, at)));
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    const { one, many } = this.box.dataset;
    this.said.textContent = options.length === 1 ? one : many.replace("0", options.length);
  }

  item(option, at) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${at}`;
    item.className = "completion-option";
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const label = document.createElement("bdi");
    label.lang = "nl";
    label.textContent = option.label;
    item.append(label);
    if (option.note) {
      const note = document.createElement("span");
      note.className = "completion-note";
      note.textContent = option.note;
      item.append(" ", note);
    }
    return item;
  }

  close() {
    this.forget();
    this.options = [];
    this.active = -1;
    this.list.hidden = true;
    this.said.textContent = "";
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (!this.options.length || event.isComposing) return;
    const act = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: this.active < 0 ? null : () => this.choose(this.active),
      Escape: () => this.close(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // From the box to the first or the last, and from there back to the box.
  move(step) {
    const places = this.options.length + 1;
    this.active = ((this.active + 1 + step + places) % places) - 1;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === this.active)));
    if (this.active < 0) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", this.list.children[this.active].id);
  }

  choose(at) {
    const option = this.options[at];
    if (option.page) window.location.assign(option.page);
    else this.box.value = option.value;
    this.close();
  }
}

document.querySelectorAll("[data-complete]").forEach((box) => new Completion(box));
