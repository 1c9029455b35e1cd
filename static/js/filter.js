// A choice in the filter shows its offers at once. Without this module the button of the form does the same.

let asked = 0;

function addressOf(form) {
  const answers = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(answers).toString();
  return query ? `${form.action}?${query}` : form.action;
}

// Only the numbers change, so that focus, open questions and the place on the page stay.
function recount(form, fresh) {
  for (const label of form.querySelectorAll("label:has(.choice-count)")) {
    const { name, value } = label.querySelector("input");
    const same = [...fresh.querySelectorAll(`input[name="${CSS.escape(name)}"]`)].find((one) => one.value === value);
    label.querySelector(".choice-count").textContent = same?.closest("label").querySelector(".choice-count")?.textContent ?? "0";
  }
}

async function show(form) {
  const turn = ++asked;
  const address = addressOf(form);
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = fresh.getElementById("results");
    if (turn !== asked) return;
    if (!answer.ok || !found) {
      form.submit();
      return;
    }
    document.getElementById("found").textContent = found.querySelector(".summary-line").textContent;
    results.replaceChildren(...found.childNodes);
    recount(form, fresh.querySelector("form[data-filter]"));
    const chosen = document.querySelector(".filter-open");
    chosen?.replaceChildren(...fresh.querySelector(".filter-open").childNodes);
    history.pushState({ filtered: true }, "", address);
  } catch {
    form.submit();
  } finally {
    if (turn === asked) results.removeAttribute("aria-busy");
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-filter]");
  if (form && event.target.checkValidity()) show(form);
});

// What the back button leads to is asked anew, with the choices of then.
window.addEventListener("popstate", () => location.reload());
