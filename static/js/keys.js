// Single keys for the daily round of a counsellor. Every page works without: by Tab, Space and Enter.
// They can be turned off (WCAG 2.1.4), are silent while somebody types, and leave combined keys alone.

const STORE = "meedoen-keys";
const ITEMS = "[data-message], .pile .tick input, .pile .inbox-row :is(a, button)";
const dialog = document.getElementById("keys");
const state = dialog?.querySelector("[data-keys-state]");

function enabled() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

function tell() {
  if (!state) return;
  const on = enabled();
  state.setAttribute("aria-pressed", String(on));
  state.textContent = on ? state.dataset.on : state.dataset.off;
}

function typing(target) {
  return target.isContentEditable || target.matches?.("textarea, select, input:not([type=checkbox], [type=radio])");
}

function step(by) {
  const items = [...document.querySelectorAll(ITEMS)].filter((one) => one.checkVisibility());
  const here = items.indexOf(document.activeElement);
  const next = here < 0 && by < 0 ? items.length - 1 : here + by;
  items[Math.max(0, Math.min(items.length - 1, next))]?.focus();
}

// What belongs to the person in whose part of the page the focus is, else to the first one.
function person() {
  const part = document.activeElement?.closest(".pile, tr");
  return (part ?? document).querySelector("[data-message]");
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  m: () => person() && location.assign(person().dataset.message),
  x: () => {
    const boxes = [...(person()?.closest(".pile")?.querySelectorAll(".tick input") ?? [])];
    const tick = boxes.some((box) => !box.checked);
    boxes.forEach((box) => (box.checked = tick));
  },
  "?": () => dialog?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  if (event.key !== "?" && (!enabled() || dialog?.open)) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const act = ACTS[event.key] ?? (button && (() => button.click()));
  if (!act) return;
  event.preventDefault();
  act();
});

for (const opener of document.querySelectorAll("[data-keys-open]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog?.showModal());
}

dialog?.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());

state?.addEventListener("click", () => {
  try {
    localStorage.setItem(STORE, enabled() ? "off" : "on");
  } catch {
    // The device keeps nothing: the keys stay as they are.
  }
  tell();
});
tell();
