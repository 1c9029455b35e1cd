// A button that prints the page; it stays hidden where there is no JavaScript.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.parentElement.querySelector("[data-print-without]").hidden = true;
  button.addEventListener("click", () => window.print());
}
