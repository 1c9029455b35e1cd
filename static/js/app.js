// Small help on every page: a form is sent once, and what went wrong gets the focus. Every page works without it.

function release(form) {
  delete form.dataset.sent;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") {
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    // An answer that is a file leaves this page standing: after a while the form may be sent again.
    setTimeout(() => release(form), 10000);
  }
});

// The back button may show the page as it was left: its forms can be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach(release);
});

document.querySelector("[data-focus]")?.focus();

// Pages that were seen can be read without internet (`web/offline.py`).
navigator.serviceWorker?.register("/sw.js");

// The way to my list appears once there is something on it; the list is on this device alone.
try {
  const link = document.querySelector("[data-list-link]");
  if (link) link.hidden = JSON.parse(localStorage.getItem("meedoen-list") ?? "[]").length < 1;
} catch {
  // The device keeps nothing.
}
